import { setTimeout as sleep } from 'node:timers/promises';
import { Recorder } from '../support/recorder.js';
import { openAiAnswer } from '../support/scripted-openai.js';
import { admin, useChildServer } from '../support/use-child-server.js';

const STREAMS = 20;
const TOKENS = 60;
const SLOW = {
  ...openAiAnswer(...Array.from({ length: TOKENS }, (_, i) => `token ${i} سلام 👋 `)),
  pauseMs: 20,
};

describe('a server that is killed in the middle of twenty streams', () => {
  const house = useChildServer(SLOW);

  async function terminal(runId: string) {
    for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(100)) {
      const run = await house.call('GET', `/api/runs/${runId}`);
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
      house.provider.reset();
      const threads: { id: string }[] = [];
      for (let i = 0; i < STREAMS; i++)
        threads.push(await house.call('POST', '/api/threads', { title: `Thread ${i}` }));
      const clients = threads.map(() => new Recorder(house.server.url, house.token));
      const streams = clients.map((client, i) => client.ask(threads[i]!.id, `question ${afterMs} ${i}`));
      while (!clients.some(({ events }) => events.length > 0)) await sleep(5);
      await sleep(afterMs);
      await house.server.kill();
      await Promise.all(streams);
      await house.server.start();

      const begun = clients.filter(({ status }) => status === 200);
      expect(begun.length).toBeGreaterThan(0);
      for (const client of begun) {
        const seen = client.events;
        const rest = new Recorder(house.server.url, house.token);
        await rest.attach(client.runId, seen.length);
        const whole = new Recorder(house.server.url, house.token);
        await whole.attach(client.runId, 0);
        const run = await terminal(client.runId);

        // Delivered is stored, gapless, and with the same bytes.
        expect([...seen, ...rest.events]).toEqual(whole.events);
        expect(whole.isDone).toBe(true);
        // Every run ends, once, and the thread shows the text so far.
        expect(['completed', 'interrupted']).toContain(run.status);
        const thread = await house.call('GET', `/api/threads/${run.thread_id}`);
        expect(thread.messages).toHaveLength(2);
        expect(thread.messages[1]).toMatchObject({
          id: run.message_id,
          status: run.status,
          text: textOf(whole.events),
        });
        if (run.status === 'interrupted' && run.provider !== null) {
          expect(run.attempts).toMatchObject([{ provider: 'llm', outcome: 'aborted' }]);
        }
        if (run.status === 'interrupted') expect(whole.events.at(-2)).toContain('"finish_reason":"interrupted"');
        expect((await house.call('GET', `/api/runs/${client.runId}`)).status).toBe(run.status);
      }
      // Acknowledged is kept, and nobody was asked twice.
      for (const [i, { id }] of threads.entries()) {
        const question = `question ${afterMs} ${i}`;
        const { messages } = await house.call('GET', `/api/threads/${id}`);
        if (clients[i]!.status === 200) expect(messages[0].text).toBe(question);
        const asked = house.provider.requests.filter(({ body }) => body?.messages?.at(-1)?.content === question);
        expect(asked.length).toBeLessThanOrEqual(1);
      }
    },
    90_000,
  );

  it('asks again for an answer of which it lost nothing but the connection, by its key, once', async () => {
    house.provider.reset();
    const { id } = await house.call('POST', '/api/threads', {});
    const path = `/api/threads/${id}/messages`;
    const ask = () => house.call('POST', path, { text: 'Once' }, { 'idempotency-key': 'the one key' });
    const first = await ask();
    await house.server.kill();
    await house.server.start();
    const again = await ask();
    expect(again.run.id).toBe(first.run.id);
    expect(again.message).toEqual(first.message);
    await terminal(first.run.id);
    expect((await house.call('GET', path)).total).toBe(2);
    expect(house.provider.calls).toBeLessThanOrEqual(1);
  }, 60_000);

  it('goes on with those that waited their turn', async () => {
    const { id } = await house.call('POST', '/api/threads', {});
    const first = await house.call('POST', `/api/threads/${id}/messages`, { text: 'first' });
    const second = await house.call('POST', `/api/threads/${id}/messages`, { text: 'second' });
    expect(second.run.status).toBe('queued');
    await house.server.kill();
    await house.server.start();
    expect((await terminal(first.run.id)).status).toBe('interrupted');
    expect((await terminal(second.run.id)).status).toBe('completed');
  }, 60_000);
});

describe('a server that is asked to stop', () => {
  const house = useChildServer(undefined, { SERVER__SHUTDOWN_GRACE_SECONDS: '2' });

  it('lets short streams end, interrupts endless ones, takes nothing new, and exits 0', async () => {
    const { provider, server, token } = house;
    const short = await house.call('POST', '/api/threads', {});
    const endless = await house.call('POST', '/api/threads', {});
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
    const queued = await house.call('POST', `/api/threads/${endless.id}/messages`, { text: 'waits' });
    const third = new Recorder(server.url, token);
    const thirdEnds = third.attach(queued.run.id, 0);
    await sleep(50);

    server.signal('SIGTERM');
    await sleep(200);
    expect(await server.isReady()).toBe(false);
    const late = await house.call('POST', `/api/threads/${short.id}/messages`, { text: 'late' });
    expect(late.error.code).toBe('shutting_down');

    await Promise.all([firstEnds, secondEnds, thirdEnds]);
    expect(first.events.at(-2)).toContain('"agent_status":"completed"');
    expect(first.isDone).toBe(true);
    expect(second.events.at(-2)).toContain('"finish_reason":"interrupted"');
    expect(second.isDone).toBe(true);
    // It is for the next start to answer: nothing is lost, and nothing is said that is not so.
    expect(third.isDone).toBe(false);
    expect(await server.exited()).toBe(0);
    expect(server.output).not.toContain(token);
    expect(server.output).not.toContain(admin.password);
  }, 30_000);
});
