import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { newId } from '../../src/kernel/id.js';
import { openAiAnswer, ScriptedOpenAi } from '../support/scripted-openai.js';
import { useServer } from '../support/use-server.js';

const openAi = new ScriptedOpenAi();

describe('runs', () => {
  beforeAll(() => openAi.start());
  afterAll(() => openAi.stop());
  afterEach(() => openAi.reset());

  const server = useServer({ env: () => ({ LLM__HOST: openAi.url, RUN_QUEUE_MAX: '2' }) });

  const slow = (text = 'abcdefghij', pauseMs = 40) => ({ ...openAiAnswer(...text), pauseMs });
  const ask = (threadId: string, body: object = {}) =>
    server
      .as('alice')
      .post(`/api/threads/${threadId}/messages`)
      .send({ text: 'Hi', ...body });
  const get = async (path: string) => (await server.as('alice').get(path).expect(200)).body;
  const run = (id: string) => get(`/api/runs/${id}`);

  async function until(id: string, ...statuses: string[]) {
    for (let i = 0; i < 200; i++) {
      const found = await run(id);
      if (statuses.includes(found.status)) return found;
      await sleep(25);
    }
    throw new Error(`never ${statuses.join(' or ')}: ${JSON.stringify(await run(id))}`);
  }

  it('are made in the background', async () => {
    const threadId = await server.thread('alice');
    openAi.script(slow());
    const { body } = await ask(threadId, { content: 'Hi', text: undefined }).expect(202);
    expect(body.message).toMatchObject({ role: 'user', text: 'Hi', thread_id: threadId });
    expect(body.run).toMatchObject({ thread_id: threadId, status: 'running', finished_at: null, attempts: [] });
    const streaming = await until(body.run.id, 'streaming');
    expect(streaming).toMatchObject({ provider: 'llm', first_token_at: expect.any(String) });
    const done = await until(body.run.id, 'completed');
    expect(done).toMatchObject({
      provider: 'llm',
      model: 'scripted-model',
      usage: { prompt_tokens: 12, completion_tokens: 10, total_tokens: 22 },
      error: null,
      attempts: [{ provider: 'llm', outcome: 'completed' }],
    });
    const { messages } = await get(`/api/threads/${threadId}`);
    expect(messages[1]).toMatchObject({ id: body.run.message_id, parent_id: body.message.id, text: 'abcdefghij' });
    expect((await get(`/api/threads/${threadId}/runs`)).items).toEqual([done]);
  });

  it('are waited for by those who prefer to', async () => {
    const threadId = await server.thread('alice');
    openAi.script(slow('abc'), slow('abcdefghij', 300));
    const waited = await ask(threadId).set('Prefer', 'respond-async, wait=30').expect(200);
    expect(waited.headers['preference-applied']).toBe('wait=30');
    expect(waited.body).toMatchObject({ run: { status: 'completed' }, answer: { text: 'abc', status: 'completed' } });
    const late = await ask(threadId).set('Prefer', 'wait=1').expect(202);
    expect(late.body).not.toHaveProperty('answer');
    await server.as('alice').post(`/api/runs/${late.body.run.id}/cancel`).expect(202);
  });

  it('end failed, and say so to those who wait', async () => {
    const threadId = await server.thread('alice');
    openAi.script({ status: 500, contentType: 'application/json', pieces: ['{"error":{"message":"no"}}'] });
    const { body } = await ask(threadId).set('Prefer', 'wait=5').expect(200);
    expect(body).toMatchObject({
      run: { status: 'failed', error: { code: 'provider_error' } },
      answer: { status: 'failed', text: '', error: { code: 'provider_error' } },
    });
  });

  it('can be cancelled: the text so far is kept, the provider’s socket closes', async () => {
    const threadId = await server.thread('alice');
    openAi.script(slow('abcdefghij', 100));
    const { body } = await ask(threadId).expect(202);
    await until(body.run.id, 'streaming');
    const cancelled = await server.as('alice').post(`/api/runs/${body.run.id}/cancel`).expect(202);
    expect(cancelled.body.status).toBe('cancelled');
    await Promise.race([openAi.last.left, sleep(1000).then(() => Promise.reject(new Error('still open')))]);
    const { messages } = await get(`/api/threads/${threadId}`);
    expect(messages[1].status).toBe('cancelled');
    expect('abcdefghij'.startsWith(messages[1].text as string)).toBe(true);
    expect(messages[1].text).not.toBe('');
    const stream = await server.as('alice').get(`/api/runs/${body.run.id}/stream`).expect(200);
    expect(
      stream.text.endsWith(
        `"agent_status":"interrupted","choices":[{"delta":{},"finish_reason":"cancelled"}]}\n\ndata: [DONE]\n\n`,
      ),
    ).toBe(true);
    const again = await server.as('alice').post(`/api/runs/${body.run.id}/cancel`).expect(202);
    expect(again.body).toEqual(cancelled.body);
  });

  describe('of a busy thread', () => {
    it('wait for their turn, in order, and know what was said before', async () => {
      const threadId = await server.thread('alice');
      openAi.always((request) => slow(`answer to ${request.body.messages.at(-1).content}. `, 5));
      const asked = [];
      for (const text of ['one', 'two', 'three']) asked.push((await ask(threadId, { text }).expect(202)).body);
      expect(asked.map(({ run: { status } }) => status)).toEqual(['running', 'queued', 'queued']);
      const full = await ask(threadId, { text: 'four' }).expect(409);
      expect(full.body.error.code).toBe('run_in_progress');
      const streams = await Promise.all(
        asked.map((each) =>
          server
            .as('alice')
            .get(`/api/runs/${each.run.id}/stream`)
            .then(({ text }) => text),
        ),
      );
      for (const text of streams) expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
      const { messages } = await get(`/api/threads/${threadId}`);
      expect(messages.map(({ text }: { text: string }) => text)).toEqual(
        ['one', 'two', 'three'].flatMap((text) => [text, `answer to ${text}. `]),
      );
      expect(openAi.last.body.messages.map(({ content }: { content: string }) => content)).toEqual([
        'one',
        'answer to one. ',
        'two',
        'answer to two. ',
        'three',
      ]);
      expect(messages).toHaveLength(6);
      openAi.always(openAiAnswer('Hello', ' world'));
    });

    it('can be refused, or interrupt', async () => {
      const threadId = await server.thread('alice');
      openAi.script(slow('abcdefghij', 100), openAiAnswer('Second'));
      const first = (await ask(threadId).expect(202)).body;
      await until(first.run.id, 'streaming');
      expect((await ask(threadId, { if_busy: 'reject' }).expect(409)).body.error.code).toBe('run_in_progress');
      const second = (await ask(threadId, { if_busy: 'interrupt' }).expect(202)).body;
      expect(await until(first.run.id, 'interrupted')).toBeTruthy();
      await until(second.run.id, 'completed');
      const { messages } = await get(`/api/threads/${threadId}`);
      expect(messages.map(({ status }: { status: string }) => status)).toEqual([
        'completed',
        'interrupted',
        'completed',
        'completed',
      ]);
      expect(messages[3].text).toBe('Second');
    });

    it('are interrupted by the last of many that would, and none of them is refused', async () => {
      const threadId = await server.thread('alice');
      openAi.always(slow('abcdefghij', 60));
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, i) => ask(threadId, { text: `${i}`, if_busy: 'interrupt' })),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(202));
      const runs = await Promise.all(
        answers.map(({ body }) => until(body.run.id, 'completed', 'interrupted', 'cancelled')),
      );
      expect(runs.map(({ status }) => status).sort()).toEqual(['completed', ...Array(11).fill('interrupted')]);
      openAi.always(openAiAnswer('Hello', ' world'));
    });

    it('can be cancelled while they wait', async () => {
      const threadId = await server.thread('alice');
      openAi.script(slow('abcdefghij', 50), openAiAnswer('never'));
      const first = (await ask(threadId).expect(202)).body;
      const second = (await ask(threadId).expect(202)).body;
      const { body } = await server.as('alice').post(`/api/runs/${second.run.id}/cancel`).expect(202);
      expect(body.status).toBe('cancelled');
      const stream = await server.as('alice').get(`/api/runs/${second.run.id}/stream`).expect(200);
      expect(stream.text.match(/data: /g)).toHaveLength(3);
      await until(first.run.id, 'completed');
      expect(openAi.calls).toBe(1);
    });

    it('never run two at a time, however many ask at once', async () => {
      const threadId = await server.thread('alice');
      openAi.script(slow('ab', 50), slow('ab', 50), slow('ab', 50));
      const answers = await Promise.all(Array.from({ length: 8 }, () => ask(threadId)));
      expect(answers.filter(({ status }) => status === 202)).toHaveLength(3);
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(5);
      for (const { body, status } of answers) if (status === 202) await until(body.run.id, 'completed');
      const rows = await server.app
        .get(DataSource)
        .query<{ c: number | string }[]>(`SELECT count(*) AS c FROM messages WHERE thread_id = '${threadId}'`);
      expect(Number(rows[0]!.c)).toBe(6);
    });
  });

  describe('with an Idempotency-Key', () => {
    it('are one, however often and however fast they are asked for', async () => {
      const threadId = await server.thread('alice');
      openAi.script(slow('abc', 30));
      const key = newId();
      const twins = await Promise.all(Array.from({ length: 5 }, () => ask(threadId).set('Idempotency-Key', key)));
      expect(twins.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
      expect(new Set(twins.map(({ body }) => body.run.id)).size).toBe(1);
      expect(twins.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(4);
      const done = await ask(threadId).set('Idempotency-Key', key).set('Prefer', 'wait=5').expect(200);
      expect(done.body.answer.text).toBe('abc');
      expect((await get(`/api/threads/${threadId}/messages`)).total).toBe(2);
      expect(openAi.calls).toBe(1);
    });

    it('attach a second stream to the first one’s run', async () => {
      const threadId = await server.thread('alice');
      openAi.script(slow('abc', 30));
      const key = newId();
      const stream = () =>
        server
          .as('alice')
          .post(`/api/threads/${threadId}/messages/stream`)
          .set('Idempotency-Key', key)
          .send({ text: 'Hi' });
      const [one, two] = await Promise.all([stream(), stream()]);
      expect(one.text).toBe(two.text);
      expect(one.headers['x-run-id']).toBe(two.headers['x-run-id']);
      expect((await stream()).text).toBe(one.text);
      expect(openAi.calls).toBe(1);
    });

    it('are refused with another body, and belong to one caller and path', async () => {
      const threadId = await server.thread('alice');
      const key = newId();
      await ask(threadId).set('Idempotency-Key', key).expect(202);
      const { body } = await ask(threadId, { text: 'Other' }).set('Idempotency-Key', key).expect(422);
      expect(body.error.code).toBe('idempotency_mismatch');
      const other = await server.thread('alice');
      await ask(other, { text: 'Other' }).set('Idempotency-Key', key).expect(202);
      await ask(other).set('Idempotency-Key', 'x'.repeat(256)).expect(422);
    });
  });

  it('belong to a thread whose purge ends them', async () => {
    const threadId = await server.thread('alice');
    openAi.script(slow('abcdefghij', 100));
    const { body } = await ask(threadId).expect(202);
    const waiting = (await ask(threadId).expect(202)).body;
    await until(body.run.id, 'streaming');
    const streams = [body.run.id, waiting.run.id].map((id: string) =>
      server
        .as('alice')
        .get(`/api/runs/${id}/stream`)
        .then(({ text }) => text),
    );
    await sleep(50);
    await server.as('alice').delete(`/api/threads/${threadId}?purge=true`).expect(204);
    for (const text of await Promise.all(streams)) {
      expect(text).toContain('"finish_reason":"interrupted"');
      expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
    }
    expect(openAi.calls).toBe(1);
    await Promise.race([openAi.last.left, sleep(1500).then(() => Promise.reject(new Error('still open')))]);
    await server.as('alice').get(`/api/runs/${body.run.id}`).expect(404);
    const rows = await server.app
      .get(DataSource)
      .query<unknown[]>(`SELECT 1 FROM run_events WHERE run_id = '${body.run.id}'`);
    expect(rows).toEqual([]);
  });

  it('go on in a thread that is deleted softly', async () => {
    const threadId = await server.thread('alice');
    openAi.script(slow('abc', 50));
    const { body } = await ask(threadId).expect(202);
    await server.as('alice').delete(`/api/threads/${threadId}`).expect(204);
    await server.as('alice').get(`/api/threads/${threadId}`).expect(404);
    await until(body.run.id, 'completed');
    await server.as('alice').patch(`/api/threads/${threadId}`).send({ is_deleted: false }).expect(200);
    expect((await get(`/api/threads/${threadId}`)).messages[1].text).toBe('abc');
  });

  it('can be cancelled in a thread that is deleted softly', async () => {
    const threadId = await server.thread('alice');
    openAi.script({ ...openAiAnswer('a', 'b'), stallAfter: 2 });
    const { body } = await ask(threadId).expect(202);
    await server.as('alice').delete(`/api/threads/${threadId}`).expect(204);
    const { body: cancelled } = await server.as('alice').post(`/api/runs/${body.run.id}/cancel`).expect(202);
    expect(cancelled.status).toBe('cancelled');
  });

  it.each([
    [{ text: '' }, 422, 'validation_failed'],
    [{ text: undefined }, 422, 'validation_failed'],
    [{ text: 7 }, 422, 'validation_failed'],
    [{ text: 'a\0b' }, 422, 'validation_failed'],
    [{ text: 'half a pair \ud83d' }, 422, 'validation_failed'],
    [{ content: 'not the same' }, 422, 'validation_failed'],
    [{ role: 'assistant' }, 422, 'validation_failed'],
    [{ provider: 'nobody' }, 422, 'validation_failed'],
    [{ fallback: ['nobody'] }, 422, 'validation_failed'],
    [{ parameters: { temperature: 3 } }, 422, 'validation_failed'],
    [{ parameters: { stream: false } }, 422, 'validation_failed'],
    [{ if_busy: 'maybe' }, 422, 'validation_failed'],
    [{ unknown: 1 }, 422, 'validation_failed'],
    [{ sender_id: newId() }, 403, 'identity_mismatch'],
    [{ user_id: newId() }, 403, 'identity_mismatch'],
    [{ parent_id: newId() }, 404, 'not_found'],
  ])('are not begun by %j, of which nothing is kept', async (body, status, code) => {
    const threadId = await server.thread('alice');
    const { body: answer } = await ask(threadId, body).expect(status);
    expect(answer.error).toMatchObject({ code, request_id: expect.any(String) });
    expect(await get(`/api/threads/${threadId}/messages`)).toMatchObject({ items: [], total: 0 });
    expect(openAi.calls).toBe(0);
  });

  it('take the caller’s own identity, parameters, and a parent to branch from', async () => {
    const threadId = await server.thread('alice');
    const me = server.idOf('alice');
    const first = (await ask(threadId, { sender_id: me, user_id: me.toUpperCase(), role: 'user' }).expect(202)).body;
    await until(first.run.id, 'completed');
    const parameters = { temperature: 0.5, max_tokens: 7, stop: ['x'], top_p: 1 };
    const second = (await ask(threadId, { text: 'Instead', parent_id: first.message.id, parameters }).expect(202)).body;
    await until(second.run.id, 'completed');
    expect(openAi.last.body).toMatchObject({
      ...parameters,
      messages: [
        { role: 'user', content: 'Hi' },
        { role: 'user', content: 'Instead' },
      ],
    });
  });

  it('own the status of their answers; texts belong to who said them', async () => {
    const threadId = await server.thread('alice');
    const { body } = await ask(threadId).set('Prefer', 'wait=5').expect(200);
    const patch = (id: string, change: object) =>
      server.as('alice').patch(`/api/threads/${threadId}/messages/${id}`).send(change);
    expect((await patch(body.answer.id, { status: 'queued' }).expect(409)).body.error.code).toBe('conflict');
    await patch(body.answer.id, { status: 'completed' }).expect(200);
    await patch(body.answer.id, { text: 'I never said that' }).expect(403);
    const { body: mended } = await patch(body.message.id, { text: 'Mended' }).expect(200);
    expect(mended).toMatchObject({ id: body.message.id, text: 'Mended' });
    await patch(newId(), { text: 'x' }).expect(404);
    await patch(body.message.id, { status: 'unheard of' }).expect(422);
  });

  it('page their messages newest first, by page and by cursor alike', async () => {
    const threadId = await server.thread('alice');
    for (const text of ['1', '2', '3']) await ask(threadId, { text }).set('Prefer', 'wait=5').expect(200);
    const texts = async (query: string) => {
      const page = await get(`/api/threads/${threadId}/messages?${query}`);
      return { ...page, items: page.items.map(({ text }: { text: string }) => text) };
    };
    const all = ['Hello world', '3', 'Hello world', '2', 'Hello world', '1'];
    expect(await texts('')).toEqual({ items: all, page: 1, limit: 20, total: 6, next_cursor: null });
    expect((await texts('page=2&limit=4')).items).toEqual(all.slice(4));
    const first = await texts('limit=4');
    expect((await texts(`limit=4&cursor=${first.next_cursor}`)).items).toEqual(all.slice(4));
    const latest = await get(`/api/threads/${threadId}?messages=2`);
    expect(latest.messages.map(({ text }: { text: string }) => text)).toEqual(['3', 'Hello world']);
  });
});
