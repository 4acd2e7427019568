import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { tellPort } from './child.js';
import { clock, FIRST_EVENT, lastEvents, tokenEvent } from './wire.js';

/** A provider that speaks OpenAI's chat completions, and takes its script from the last message: how many tokens, how fast. */
export interface ProviderScript {
  tokens: number;
  /** Tokens a second; null for no pause at all. */
  rate: number | null;
}

const MODELS = JSON.stringify({ object: 'list', data: [{ id: 'bench-model', object: 'model', created: 1760000000 }] });

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => response.destroy(error as Error));
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  if (request.method === 'GET') {
    response.setHeader('content-type', 'application/json').end(MODELS);
    return;
  }
  const { messages } = JSON.parse(Buffer.concat(pieces).toString()) as { messages: { content: string }[] };
  const { tokens, rate } = JSON.parse(messages.at(-1)!.content) as ProviderScript;
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  response.flushHeaders();
  if (rate === null) response.socket!.write(prebuilt(tokens));
  else await sendAtRate(response, tokens, rate);
  response.end();
}

let streams = 0;

/** Streams do not beat in time: their phases are spread evenly by the golden ratio. */
async function sendAtRate(response: ServerResponse, tokens: number, rate: number): Promise<void> {
  const pause = 1000 / rate;
  const start = performance.now() + pause * ((streams++ * 0.618034) % 1);
  response.write(FIRST_EVENT);
  for (let index = 0; index < tokens && !response.destroyed; index++) {
    await sleep(start + index * pause - performance.now());
    response.write(tokenEvent(index, clock()));
  }
  for (const event of lastEvents(tokens)) response.write(event);
}

const answers = new Map<number, Buffer>();

/** The body as it goes over the wire, each event an HTTP chunk of its own, as providers flush them; written at once, so that whoever reads is the bottleneck. */
function prebuilt(tokens: number): Buffer {
  let bytes = answers.get(tokens);
  if (!bytes) {
    const middle = Array.from({ length: tokens }, (_, index) => tokenEvent(index, 0));
    const events = [FIRST_EVENT, ...middle, ...lastEvents(tokens)];
    bytes = Buffer.from(events.map((event) => `${event.length.toString(16)}\r\n${event}\r\n`).join(''));
    answers.set(tokens, bytes);
  }
  return bytes;
}

tellPort(server);
