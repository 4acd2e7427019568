/** What the scripted provider sends and the load generator looks for. */

const BEFORE =
  'data: {"id":"chatcmpl-C9aVx3vTnB0gQk2mJ5yWz8LrEoXhU","object":"chat.completion.chunk","created":1760000000,' +
  '"model":"bench-model","system_fingerprint":"fp_3f58d112f7","choices":[{"index":0,"delta":';
const AFTER = ',"logprobs":null,"finish_reason":null}]}\n\n';

const TOKEN = /"content":"(\d{6})@(\d{15}) "/g;

/** Microseconds on a clock that all processes of this machine share. */
export function clock(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e6 + Math.round(nanoseconds / 1000);
}

/** An event of about 250 bytes, as a provider sends for each token; its text says which one it is and when it was sent. */
export function tokenEvent(index: number, sentAt: number): string {
  const text = `${String(index).padStart(6, '0')}@${String(sentAt).padStart(15, '0')} `;
  return `${BEFORE}{"content":"${text}"}${AFTER}`;
}

export const FIRST_EVENT = `${BEFORE}{"role":"assistant","content":""}${AFTER}`;

export function lastEvents(tokens: number): string[] {
  const usage = { prompt_tokens: 12, completion_tokens: tokens, total_tokens: 12 + tokens };
  return [
    `${BEFORE}{},"logprobs":null,"finish_reason":"stop"}]}\n\n`,
    `data: ${JSON.stringify({ id: 'chatcmpl-C9aVx3vTnB0gQk2mJ5yWz8LrEoXhU', object: 'chat.completion.chunk', choices: [], usage })}\n\n`,
    'data: [DONE]\n\n',
  ];
}

/** Some bytes of an answer, and when they came. */
export interface Piece {
  at: number;
  bytes: Buffer;
}

/** How long each token of an answer was under way. Throws unless every token came, once and in order, and `[DONE]` after them. */
export function delaysOf(pieces: Piece[], tokens: number): number[] {
  const text = Buffer.concat(pieces.map(({ bytes }) => bytes)).toString('latin1');
  if (!text.endsWith('data: [DONE]\n\n')) throw new Error(`an answer ended with ${text.slice(-300)}`);
  const delays: number[] = [];
  let piece = 0;
  let pieceEnd = pieces[0]!.bytes.length;
  for (const token of text.matchAll(TOKEN)) {
    if (Number(token[1]) !== delays.length) throw new Error(`token ${token[1]} came in place of ${delays.length}`);
    const eventEnd = text.indexOf('\n\n', token.index) + 2;
    while (pieceEnd < eventEnd) pieceEnd += pieces[++piece]!.bytes.length;
    delays.push(pieces[piece]!.at - Number(token[2]));
  }
  if (delays.length !== tokens) throw new Error(`${delays.length} tokens came, not ${tokens}`);
  return delays;
}
