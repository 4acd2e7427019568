/** Headers of every event stream: no cache, no proxy and no compression may hold an event back. */
export const EVENT_STREAM_HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
};

/** One event, its text as it is; text of several lines takes a `data:` a line, as the protocol has it. */
export function sseEvent(data: string): string {
  return `data: ${data.includes('\n') ? data.replaceAll('\n', '\ndata: ') : data}\n\n`;
}

export function sseEvents(events: string[]): string {
  let text = '';
  for (const event of events) text += sseEvent(event);
  return text;
}

/** The same with the events' numbers, for clients that re-attach by `Last-Event-ID`. */
export function numberedSseEvents(events: string[], seq: number): string {
  let text = '';
  for (const event of events) text += `id: ${seq++}\n${sseEvent(event)}`;
  return text;
}
