import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChildServer, freePort } from '../support/child-server.js';
import { Recorder } from '../support/recorder.js';
import { openAiAnswer, ScriptedOpenAi } from '../support/scripted-openai.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const STREAMS = 20;
const TOKENS = 60;
const admin = { username: 'admin', password: 'correct horse battery' };

describe('a server that is killed in the middle of twenty streams', () => {
  const provider = new ScriptedOpenAi({
    ...openAiAnswer(...Array.from({ length: TOKENS }, (_, i) => `token ${i} سلام 👋 `)),
    pauseMs: 20,
  });
  const directory = mkdtempSync(join(tmpdir(), 'parley-kill-'));
  let database: TestDatabase;
  let server: ChildServer;
  let token = '';

  beforeAll(async () => {
    await provider.start();
    database = await createTestDatabase();
    server = new ChildServer(await freePort(), directory, { DATABASE_URL: database.url, LLM__HOST: provider.url });
    await server.start();
    await call('POST', '/api/auth/register', admin);
    token = (await call('POST', '/api/auth/login', admin)).access_token;
  }, 60_000);

  afterAll(async () => {
    await server.kill();
    await provider.stop();
    await database.drop();
    rmSync(directory, { recursive: true, force: true });
  });

  async function call(method: string, path: string, body?: object): Promise<any> {
    const response = await fetch(server.url + path, {
      method,
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    return response.json();
  }

  async function terminal(runId: string): Promise<any> {
    for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(100)) {
      const run = await call('GET', `/api/runs/${runId}`);
      if (run.finished_at !== null) return run;
    }
    throw new Error(`Run ${runId} did not end within 30 s`);
  }

  /** What the chunks among these events say. */
  const textOf = (events: string[]): string =>
    events
      .map((event) => event.slice('data: '.length))
      .filter((event) => event !== '[DONE]')
      .map((event) => JSON.parse(event).choices[0]?.delta.content ?? '')
      .join('');

  // At different places of the streams: among the first events, in the middle, when some are about to end.
  it.each([10, 500, 1150])(
    'keeps the five promises when it dies %d ms after the first event',
    async (afterMs) => {
      provider.reset();
      const threads: { id: string }[] = [];
      for (let i = 0; i < STREAMS; i++) threads.push(await call('POST', '/api/threads', { title: `Thread ${i}` }));
      const clients = threads.map(() => new Recorder(server.url, token));
      const streams = clients.map((client, i) => client.ask(threads[i]!.id, `question ${afterMs} ${i}`));
      while (!clients.some(({ events }) => events.length > 0)) await sleep(5);
      await sleep(afterMs);
      await server.kill();
      await Promise.all(streams);
      await server.start();

      const begun = clients.filter(({ status }) => status === 200);
      expect(begun.length).toBeGreaterThan(0);
      for (const client of begun) {
        const seen = client.events;
        const rest = new Recorder(server.url, token);
        await rest.attach(client.runId, seen.length);
        const whole = new Recorder(server.url, token);
        await whole.attach(client.runId, 0);
        const run = await terminal(client.runId);

        // Delivered is stored, gapless, and with the same bytes.
        expect([...seen, ...rest.events]).toEqual(whole.events);
        expect(whole.isDone).toBe(true);
        // Every run ends, once, and the thread shows the text so far.
        expect(['completed', 'interrupted']).toContain(run.status);
        const thread = await call('GET', `/api/threads/${run.thread_id}`);
        expect(thread.messages).toHaveLength(2);
        expect(thread.messages[1]).toMatchObject({
          id: run.message_id,
          status: run.status,
          text: textOf(whole.events),
        });
        if (run.status === 'interrupted') expect(whole.events.at(-2)).toContain('"finish_reason":"interrupted"');
        expect((await call('GET', `/api/runs/${client.runId}`)).status).toBe(run.status);
      }
      // Acknowledged is kept, and nobody was asked twice.
      for (const [i, { id }] of threads.entries()) {
        const question = `question ${afterMs} ${i}`;
        const { messages } = await call('GET', `/api/threads/${id}`);
        if (clients[i]!.status === 200) expect(messages[0].text).toBe(question);
        const asked = provider.requests.filter(({ body }) => body?.messages?.at(-1)?.content === question);
        expect(asked.length).toBeLessThanOrEqual(1);
      }
    },
    90_000,
  );

  it('asks again for an answer of which it lost nothing but the connection, by its key, once', async () => {
    provider.reset();
    const { id } = await call('POST', '/api/threads', {});
    const ask = () =>
      fetch(`${server.url}/api/threads/${id}/messages`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
          'idempotency-key': 'the one key',
        },
        body: JSON.stringify({ text: 'Once' }),
      }).then((response) => response.json());
    const first = (await ask()) as any;
    await server.kill();
    await server.start();
    const again = (await ask()) as any;
    expect(again.run.id).toBe(first.run.id);
    expect(again.message).toEqual(first.message);
    await terminal(first.run.id);
    expect((await call('GET', `/api/threads/${id}/messages`)).total).toBe(2);
    expect(provider.calls).toBeLessThanOrEqual(1);
  }, 60_000);
});

describe('a server that is asked to stop', () => {
  const provider = new ScriptedOpenAi();
  const directory = mkdtempSync(join(tmpdir(), 'parley-stop-'));
  let database: TestDatabase;
  let server: ChildServer;

  beforeAll(async () => {
    await provider.start();
    database = await createTestDatabase();
    server = new ChildServer(await freePort(), directory, {
      DATABASE_URL: database.url,
      LLM__HOST: provider.url,
      SERVER__SHUTDOWN_GRACE_SECONDS: '2',
    });
    await server.start();
  }, 60_000);

  afterAll(async () => {
    await server.kill();
    await provider.stop();
    await database.drop();
    rmSync(directory, { recursive: true, force: true });
  });

  it('lets short streams end, interrupts endless ones, takes nothing new, and exits 0', async () => {
    const post = async (path: string, body: object, token = ''): Promise<any> =>
      (
        await fetch(server.url + path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
          body: JSON.stringify(body),
        })
      ).json();
    await post('/api/auth/register', admin);
    const token = (await post('/api/auth/login', admin)).access_token as string;
    const [short, endless] = [await post('/api/threads', {}, token), await post('/api/threads', {}, token)];
    provider.script(
      { ...openAiAnswer(...'abcdefghij'), pauseMs: 60 },
      { ...openAiAnswer(...'x'.repeat(1000)), pauseMs: 60 },
    );
    const first = new Recorder(server.url, token);
    const firstEnds = first.ask(short.id, 'short');
    await sleep(150);
    const second = new Recorder(server.url, token);
    const secondEnds = second.ask(endless.id, 'endless');
    await sleep(150);

    server.signal('SIGTERM');
    await sleep(200);
    expect(await server.isReady()).toBe(false);
    const late = await post(`/api/threads/${short.id}/messages`, { text: 'late' }, token);
    expect(late.error.code).toBe('shutting_down');

    await Promise.all([firstEnds, secondEnds]);
    expect(first.events.at(-2)).toContain('"agent_status":"completed"');
    expect(first.isDone).toBe(true);
    expect(second.events.at(-2)).toContain('"finish_reason":"interrupted"');
    expect(second.isDone).toBe(true);
    expect(await server.exited()).toBe(0);
    expect(server.output).not.toContain(token);
    expect(server.output).not.toContain(admin.password);
  }, 30_000);
});
