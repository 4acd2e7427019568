import { createParser } from 'eventsource-parser';
import fc from 'fast-check';
import { EventStream, type ServerSentEvent } from './event-stream.js';

function eventsOf(bytes: Buffer, cut: number, bytesMax = 1e6): string[] {
  const stream = new EventStream(bytesMax);
  const events: ServerSentEvent[] = [];
  for (let i = 0; i < bytes.length; i += cut) stream.push(bytes.subarray(i, i + cut), events);
  return events.map(({ type, data }) => `${type}|${data}`);
}

/** Lines such as providers send, and such as they should not. */
const line = fc.oneof(
  fc.constantFrom(
    '',
    '',
    'data',
    'data:',
    'data: ',
    ': ping',
    ':',
    'event: error',
    'event:',
    'id: 1',
    'retry: 5',
    'x: y',
    'z',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => `data: ${text.replace(/[\r\n]/g, '')}`),
);
const text = fc
  .array(fc.tuple(line, fc.constantFrom('\n', '\r\n')), { maxLength: 30 })
  .map((lines) => lines.map(([content, end]) => content + end).join(''));

describe('an event stream', () => {
  it('has the same events wherever its bytes are cut', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 40 }), (written, cut) => {
        const bytes = Buffer.from(written);
        expect(eventsOf(bytes, cut)).toEqual(eventsOf(bytes, Infinity));
      }),
    );
  });

  it('has the events that another reader of the standard finds', () => {
    fc.assert(
      fc.property(text, (written) => {
        const found: string[] = [];
        const parser = createParser({
          // The standard dispatches no event without data.
          onEvent: ({ event = 'message', data }) => void (data !== '' && found.push(`${event}|${data}`)),
        });
        parser.feed(written);
        expect(eventsOf(Buffer.from(written), 7)).toEqual(found);
      }),
    );
  });

  it('ends lines at a lone CR, too', () => {
    const bytes = Buffer.from('data: a\rdata: b\r\rdata: c\r\r');
    for (const cut of [1, 2, 3, 8, 100]) expect(eventsOf(bytes, cut)).toEqual(['message|a\nb', 'message|c']);
  });

  it('has a bound for one event, in one line or in many', () => {
    const long = 'x'.repeat(60);
    expect(() => eventsOf(Buffer.from(long.repeat(2)), 10, 100)).toThrow('larger than can be read');
    expect(() => eventsOf(Buffer.from(`data: ${long}\ndata: ${long}\n`), 10, 100)).toThrow('larger than can be read');
    expect(eventsOf(Buffer.from(`data: ${long}\n\ndata: ${long}\n\n`), 10, 100)).toHaveLength(2);
  });
});
