import { ProtocolFault } from './protocol-fault.js';
import { WholeLines } from './whole-lines.js';

export interface ServerSentEvent {
  /** `message` where the stream does not say. */
  type: string;
  /** Exactly as it came; several lines are joined by line feeds. */
  data: string;
}

const LF = 10;
const SPACE = 32;

/** Server-sent events, as the WHATWG defines them. Comments, ids and retry times are passed over: nobody here needs them. */
export class EventStream {
  private readonly lines: WholeLines;
  private type = 'message';
  private data: string | undefined;
  private isFirst = true;
  private endsInCr = false;

  constructor(private readonly bytesMax: number) {
    this.lines = new WholeLines(bytesMax);
  }

  push(bytes: Buffer, into: ServerSentEvent[]): void {
    const text = this.lines.push(bytes);
    if (text !== '') this.scan(this.normalised(text), into);
  }

  /** An event whose last blank line was forgotten counts; whether it is whole shows when it is parsed. */
  end(into: ServerSentEvent[]): void {
    this.scan(this.normalised(`${this.lines.flush()}\n\n`), into);
  }

  private normalised(text: string): string {
    let start = this.isFirst && text.charCodeAt(0) === 0xfeff ? 1 : 0;
    if (this.endsInCr && text.charCodeAt(0) === LF) start = 1;
    this.isFirst = false;
    if (!text.includes('\r')) {
      this.endsInCr = false;
      return start === 0 ? text : text.slice(start);
    }
    this.endsInCr = text.endsWith('\r');
    return text.slice(start).replace(/\r\n?/g, '\n');
  }

  private scan(text: string, into: ServerSentEvent[]): void {
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; start = end + 1, end = text.indexOf('\n', start)) {
      if (end === start) this.dispatch(into);
      else if (text.startsWith('data:', start)) this.add(text.slice(valueAt(text, start + 5), end));
      else if (text.startsWith('event:', start)) this.type = text.slice(valueAt(text, start + 6), end) || 'message';
      else if (end - start === 4 && text.startsWith('data', start)) this.add('');
    }
  }

  private add(line: string): void {
    this.data = this.data === undefined ? line : `${this.data}\n${line}`;
    if (this.data.length > this.bytesMax) throw new ProtocolFault('one event is larger than can be read');
  }

  private dispatch(into: ServerSentEvent[]): void {
    if (this.data) into.push({ type: this.type, data: this.data });
    this.data = undefined;
    this.type = 'message';
  }
}

/** One space after the colon belongs to nobody. */
function valueAt(text: string, index: number): number {
  return text.charCodeAt(index) === SPACE ? index + 1 : index;
}
