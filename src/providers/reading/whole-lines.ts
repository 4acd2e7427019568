import { ProtocolFault } from './protocol-fault.js';

const LF = 10;
const CR = 13;

/** Cuts bytes where lines end, so that no character is ever decoded in halves: no byte of a longer one looks like a line's end. */
export class WholeLines {
  private rest: Buffer[] = [];
  private restBytes = 0;

  constructor(private readonly bytesMax: number) {}

  /** All text up to the last line's end, with it. */
  push(bytes: Buffer): string {
    const end = bytes[bytes.length - 1] === LF ? bytes.length : lineEnd(bytes);
    if (end === bytes.length && this.restBytes === 0) return bytes.toString('utf8');
    if (end === 0) {
      this.keep(bytes);
      return '';
    }
    const text = Buffer.concat([...this.rest, bytes.subarray(0, end)]).toString('utf8');
    this.rest = [];
    this.restBytes = 0;
    if (end < bytes.length) this.keep(bytes.subarray(end));
    return text;
  }

  /** What came after the last line's end. */
  flush(): string {
    return Buffer.concat(this.rest).toString('utf8');
  }

  /** A copy: these few bytes must not hold on to what they were received with. */
  private keep(bytes: Buffer): void {
    this.restBytes += bytes.length;
    if (this.restBytes > this.bytesMax) throw new ProtocolFault('one event is larger than can be read');
    this.rest.push(Buffer.from(bytes));
  }
}

function lineEnd(bytes: Buffer): number {
  return Math.max(bytes.lastIndexOf(LF), bytes.lastIndexOf(CR)) + 1;
}
