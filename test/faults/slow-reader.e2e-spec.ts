import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { openAiAnswer, ScriptedOpenAi } from '../support/scripted-openai.js';
import { useServer } from '../support/use-server.js';

/** More than the kernel's own buffers take. */
const TOKENS = 4000;
const openAi = new ScriptedOpenAi(
  openAiAnswer(...Array.from({ length: TOKENS }, (_, i) => `${i} ${'x'.repeat(6000)}`)),
);

describe('a reader that takes nothing', () => {
  beforeAll(() => openAi.start());
  afterAll(() => openAi.stop());

  const server = useServer({ env: () => ({ LLM__HOST: openAi.url, STREAM_BUFFER_MAX: '256kb' }) });

  it('is cut off, costs little, slows nobody down, and can attach again', async () => {
    const threadId = await server.thread('alice');
    const body = JSON.stringify({ text: 'A lot, please' });
    const stalled = connect(Number(new URL(server.url).port), '127.0.0.1');
    stalled.pause();
    stalled.on('error', () => undefined);
    const cut = new Promise<void>((resolve) => stalled.once('close', () => resolve()));
    stalled.write(
      [
        `POST /api/threads/${threadId}/messages/stream HTTP/1.1`,
        'Host: localhost',
        `Authorization: Bearer ${server.tokens.get('alice')!.access_token}`,
        'Content-Type: application/json',
        `Content-Length: ${body.length}`,
        '',
        body,
      ].join('\r\n'),
    );

    // The run does not wait for it.
    let run: { id: string; status: string } | undefined;
    for (let i = 0; i < 200 && run?.status !== 'completed'; i++) {
      await sleep(50);
      run = (await server.as('alice').get(`/api/threads/${threadId}/runs`).expect(200)).body.items[0];
    }
    expect(run).toMatchObject({ status: 'completed' });

    // What was in flight is all it ever gets.
    let received = 0;
    stalled.on('data', (bytes) => (received += bytes.length));
    stalled.resume();
    await cut;
    const { text } = await server.as('alice').get(`/api/runs/${run!.id}/stream`).expect(200);
    expect(received).toBeLessThan(text.length);
    expect(text.match(/^data: /gm)).toHaveLength(2 + 1 + TOKENS + 2 + 2);
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
  }, 30_000);
});
