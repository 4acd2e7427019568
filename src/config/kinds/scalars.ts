import { type Kind, oneLine, Unreadable } from './kind.js';

export const text: Kind<string> = { read: oneLine, write: (value) => value };

/** For secrets: blanks may be part of them. */
export const verbatim: Kind<string> = {
  read(written) {
    oneLine(written);
    return written.kind === 'text' ? written.text : '';
  },
  write: (value) => value,
};

export const number: Kind<number> = {
  read(written) {
    const line = oneLine(written);
    if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(line)) throw Unreadable.at(written.place, 'must be a number');
    return Number(line);
  },
  write: String,
};

const YES = new Set(['true', 'yes', 'on', '1', 't', 'y']);
const NO = new Set(['false', 'no', 'off', '0', 'f', 'n']);

export const boolean: Kind<boolean> = {
  read(written) {
    const word = oneLine(written).toLowerCase();
    if (!YES.has(word) && !NO.has(word)) throw Unreadable.at(written.place, 'must be true or false');
    return YES.has(word);
  },
  write: String,
};

/** A name that may stand in the name of a file. */
export const word: Kind<string> = {
  read(written) {
    const line = oneLine(written).toLowerCase();
    if (/^[a-z0-9][a-z0-9_-]*$/.test(line)) return line;
    throw Unreadable.at(written.place, 'must be one word of letters, digits, - and _');
  },
  write: (value) => value,
};

/** One of some words, in capitals or not; `synonyms` are what other systems call them. */
export function oneOf<T extends string>(words: readonly T[], synonyms: Readonly<Record<string, T>> = {}): Kind<T> {
  return {
    read(written) {
      const said = oneLine(written).toLowerCase();
      const meant = words.find((one) => one.toLowerCase() === said) ?? synonyms[said];
      if (meant === undefined) throw Unreadable.at(written.place, `must be one of ${words.join(', ')}`);
      return meant;
    },
    write: (value) => value,
  };
}
