import bytes from 'bytes';
import { type Kind, oneLine, Unreadable } from './kind.js';

/** `1mb`, `512kb`, or a number of bytes. */
export const byteSize: Kind<number> = {
  read(written) {
    const line = oneLine(written);
    // The package reads "1m" as one byte: what it does not know must not reach it.
    const size = /^\d+(\.\d+)? *(b|kb|mb|gb)?$/i.test(line)
      ? bytes.parse(line.replace(/ *b$/i, (unit) => unit.trim()))
      : null;
    if (size === null) throw Unreadable.at(written.place, 'must be a size such as 512kb or 1mb');
    return size;
  },
  write(value) {
    const short = bytes.format(value, { decimalPlaces: 0 })?.toLowerCase() ?? '';
    return bytes.parse(short) === value ? short : String(value);
  },
};
