import { EventSource } from 'eventsource';
import type OpenAI from 'openai';
import { Stream } from 'openai/streaming';
import {
  AGENT_EVENTS,
  agentAnswer,
  eventStream,
  openAiAnswer,
  openAiEvents,
  ScriptedOpenAi,
} from '../support/scripted-openai.js';
import { ScriptedOllama } from '../support/scripted-ollama.js';
import { useServer } from '../support/use-server.js';

const openAi = new ScriptedOpenAi();
const ollama = new ScriptedOllama();

/** The source contract's own words. */
const status = (threadId: string, agentStatus: string, finishReason: string | null = null): string =>
  `data: {"id":"${threadId}","object":"chat.completion.chunk","agent_status":"${agentStatus}","choices":[{"delta":{},"finish_reason":${JSON.stringify(finishReason)}}]}\n\n`;
const data = (event: string): string => `data: ${event}\n\n`;
const DONE = 'data: [DONE]\n\n';
const ERROR = 'data: {"error":{"message":"LLM provider error","type":"agent_error"}}\n\n';

describe('POST /api/threads/{id}/messages/stream', () => {
  beforeAll(async () => {
    await openAi.start();
    await ollama.start();
  });
  afterAll(() => Promise.all([openAi.stop(), ollama.stop()]));
  afterEach(() => openAi.reset());

  const server = useServer({
    env: () => ({ LLM__HOST: openAi.url, OLLAMA_URL: ollama.url, PROVIDERS__IDLE_TIMEOUT_SECONDS: '60' }),
  });

  const authorization = (name = 'alice') => ({ authorization: `Bearer ${server.tokens.get(name)!.access_token}` });

  function ask(threadId: string, body: object = { text: 'Hi' }, headers: object = {}): Promise<Response> {
    return fetch(`${server.url}/api/threads/${threadId}/messages/stream`, {
      method: 'POST',
      headers: { ...authorization(), 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ provider: 'llm', fallback: [], ...body }),
    });
  }

  const attach = (runId: string, query = '', headers: object = {}): Promise<Response> =>
    fetch(`${server.url}/api/runs/${runId}/stream${query}`, { headers: { ...authorization(), ...headers } });

  it('is the source contract’s, byte for byte', async () => {
    const threadId = await server.thread('alice');
    openAi.script(agentAnswer());
    const response = await ask(threadId);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      'x-run-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'x-message-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'x-request-id': expect.any(String),
    });
    expect(await response.text()).toBe(
      status(threadId, 'queued') + status(threadId, 'running') + AGENT_EVENTS.map(data).join('') + DONE,
    );

    const { body } = await server.as('alice').get(`/api/threads/${threadId}`).expect(200);
    expect(body.messages).toMatchObject([
      { role: 'user', text: 'Hi', status: 'completed', sender_id: server.idOf('alice') },
      {
        id: response.headers.get('x-message-id'),
        role: 'assistant',
        text: 'Hello world',
        status: 'completed',
        model: 'theodor_agent',
        provider: 'llm',
        run_id: response.headers.get('x-run-id'),
        usage: { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 },
      },
    ]);
    const state = await server.as('alice').get(`/api/provider-threads/${threadId}`).expect(200);
    expect(state.body).toMatchObject({ provider: 'llm', conversation_id: 'conv-123' });

    openAi.script(agentAnswer());
    await (await ask(threadId, { text: 'And?' })).text();
    expect(openAi.last.body).toMatchObject({
      conversation_id: 'conv-123',
      stream: true,
      messages: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'Hello world' },
        { role: 'user', content: 'And?' },
      ],
    });
  });

  it('ends with a completed chunk where the provider says nothing of it', async () => {
    const threadId = await server.thread('alice');
    openAi.script(openAiAnswer('سلام', ' 👋', ' دنیا'));
    const text = await (await ask(threadId)).text();
    const events = openAiEvents('سلام', ' 👋', ' دنیا').map(data).join('');
    expect(text).toBe(
      status(threadId, 'queued') + status(threadId, 'running') + events + status(threadId, 'completed', 'stop') + DONE,
    );
  });

  it('says completed where the provider said so too early', async () => {
    const threadId = await server.thread('alice');
    const early = '{"agent_status":"interrupted","choices":[{"delta":{"content":"a"},"finish_reason":null}]}';
    openAi.script(eventStream([early, ...openAiEvents('b'), '[DONE]']));
    const text = await (await ask(threadId)).text();
    expect(text.endsWith(status(threadId, 'completed', 'stop') + DONE)).toBe(true);
  });

  it('forwards chunks as they came: white space, key order, escapes and line breaks within', async () => {
    const threadId = await server.thread('alice');
    const odd = '{ "choices" : [{"delta":{"content":"\\u0041\\/\\ud83d\\ude00"},\n"finish_reason":"stop"}],  "x":1.0 }';
    openAi.script(eventStream([odd.replace('\n', '\ndata: '), '[DONE]']));
    const text = await (await ask(threadId)).text();
    expect(text).toContain(`data: ${odd.replace('\n', '\ndata: ')}\n\n`);
    const { body } = await server.as('alice').get(`/api/threads/${threadId}`).expect(200);
    expect(body.messages[1].text).toBe('A/😀');
  });

  it('makes OpenAI chunks of Ollama’s lines, which the official SDK reads', async () => {
    const threadId = await server.thread('alice');
    const response = await ask(threadId, { text: 'Hi', provider: 'ollama' });
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    const readable = Stream.fromSSEResponse<OpenAI.ChatCompletionChunk>(response, new AbortController());
    for await (const chunk of readable) if (chunk.model) chunks.push(chunk);
    expect(chunks.map(({ choices }) => choices[0]!.delta.content ?? '').join('')).toBe('Hello world');
    expect(chunks.at(-1)).toMatchObject({
      object: 'chat.completion.chunk',
      model: 'llama2:latest',
      choices: [{ index: 0, finish_reason: 'stop' }],
      usage: { prompt_tokens: 26, completion_tokens: 2, total_tokens: 28 },
    });
    const run = await server
      .as('alice')
      .get(`/api/runs/${response.headers.get('x-run-id')}`)
      .expect(200);
    expect(run.body).toMatchObject({ status: 'completed', provider: 'ollama', first_token_at: expect.any(String) });
  });

  it('says that it failed, and nothing of why, where the provider breaks', async () => {
    const threadId = await server.thread('alice');
    const [first] = openAiEvents('Hel');
    openAi.script({ ...eventStream(openAiEvents('Hel', 'lo', 'never')), resetAfter: 3 });
    const response = await ask(threadId);
    const text = await response.text();
    expect(text.startsWith(status(threadId, 'queued') + status(threadId, 'running') + data(first!))).toBe(true);
    expect(text.endsWith(status(threadId, 'failed', 'error') + ERROR + DONE)).toBe(true);

    const { body } = await server.as('alice').get(`/api/threads/${threadId}`).expect(200);
    expect(body.messages[1]).toMatchObject({ text: 'Hello', status: 'failed', error: { code: 'provider_error' } });
    const run = await server
      .as('alice')
      .get(`/api/runs/${response.headers.get('x-run-id')}`)
      .expect(200);
    expect(run.body).toMatchObject({
      status: 'failed',
      error: { code: 'provider_error', message: 'The provider could not answer' },
      attempts: [
        {
          provider: 'llm',
          outcome: 'failed',
          error: { code: 'provider_error', message: 'The provider could not answer' },
        },
      ],
    });
  });

  it.each([
    ['an error in the stream', eventStream(['{"error":{"message":"boom","type":"server_error"}}'])],
    ['HTML', { contentType: 'text/html', pieces: ['<h1>Bad gateway</h1>'] }],
    ['no JSON', eventStream(['{"choices":[{"del'])],
    ['an end without a finish', eventStream(openAiEvents('Hello').slice(0, 2))],
    ['a refusal', { status: 401, contentType: 'application/json', pieces: ['{"error":{"message":"bad key sk-123"}}'] }],
    ['nothing at all', { resetAfter: 0 }],
  ])('ends in order where the provider sends %s', async (_, script) => {
    const threadId = await server.thread('alice');
    openAi.script(script);
    const text = await (await ask(threadId)).text();
    expect(text.endsWith(status(threadId, 'failed', 'error') + ERROR + DONE)).toBe(true);
    expect(text).not.toContain('sk-123');
  });

  it('can be attached to again from every event on, with the same bytes', async () => {
    const threadId = await server.thread('alice');
    const response = await ask(threadId);
    const whole = await response.text();
    const runId = response.headers.get('x-run-id')!;
    const events = whole.split('\n\n').slice(0, -1);
    for (let seen = 0; seen < events.length; seen++) {
      const rest = await attach(runId, `?starting_after=${seen}`);
      expect(await rest.text()).toBe(
        events
          .slice(seen)
          .map((event) => `${event}\n\n`)
          .join(''),
      );
    }
    expect((await attach(runId, `?starting_after=${events.length}`)).status).toBe(204);
    expect((await attach(runId, `?starting_after=${events.length + 1}`)).status).toBe(422);
    expect((await attach(runId, '?starting_after=-1')).status).toBe(422);
    expect(openAi.calls).toBe(1);
  });

  it('numbers events for those who ask, which an EventSource resumes by', async () => {
    const threadId = await server.thread('alice');
    openAi.script({ ...openAiAnswer(...'abcdefghij'), pauseMs: 20 });
    const response = await ask(threadId);
    const runId = response.headers.get('x-run-id')!;
    const seen: string[] = [];
    let connections = 0;
    await new Promise<void>((resolve) => {
      const source = new EventSource(`${server.url}/api/runs/${runId}/stream?event_ids=true`, {
        fetch: async (url, init) => {
          connections++;
          const answer = await fetch(url, { ...init, headers: { ...init?.headers, ...authorization() } });
          return answer;
        },
      });
      source.onmessage = ({ data: event, lastEventId }) => {
        seen.push(`${lastEventId} ${event}`);
        if (event === '[DONE]') {
          source.close();
          resolve();
        }
      };
    });
    const whole = (await response.text()).split('\n\n').slice(0, -1);
    expect(seen).toEqual(whole.map((event, index) => `${index + 1} ${event.slice('data: '.length)}`));
    expect(connections).toBe(1);

    const resumed = await attach(runId, '', { 'last-event-id': '3' });
    expect((await resumed.text()).startsWith(`id: 4\n${whole[3]}\n\n`)).toBe(true);
  });

  it('goes on when its reader leaves, and another reader sees it all', async () => {
    const threadId = await server.thread('alice');
    openAi.script({ ...openAiAnswer(...'abcdefghij'), pauseMs: 20 });
    const leaving = new AbortController();
    const response = await fetch(`${server.url}/api/threads/${threadId}/messages/stream`, {
      method: 'POST',
      signal: leaving.signal,
      headers: { ...authorization(), 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'Hi', provider: 'llm' }),
    });
    await response.body!.getReader().read();
    leaving.abort();
    const all = await (await attach(response.headers.get('x-run-id')!)).text();
    expect(all.endsWith(status(threadId, 'completed', 'stop') + DONE)).toBe(true);
    expect([...all.matchAll(/"content":"(\w)"/g)].map((match) => match[1]).join('')).toBe('abcdefghij');
  });

  it('gives hundreds of readers of one run the same bytes', async () => {
    const threadId = await server.thread('alice');
    openAi.script({ ...openAiAnswer(...Array.from({ length: 50 }, (_, i) => `token ${i} `)), pauseMs: 5 });
    const response = await ask(threadId);
    const runId = response.headers.get('x-run-id')!;
    const readers = await Promise.all(Array.from({ length: 200 }, () => attach(runId).then((one) => one.text())));
    const whole = await response.text();
    expect(new Set([...readers, whole]).size).toBe(1);
    expect(openAi.calls).toBe(1);
  });

  it('beats its heart in silence, and counts the beats as events', async () => {
    const threadId = await server.thread('alice');
    openAi.script({ ...openAiAnswer('slow'), delayMs: 11_500 });
    const response = await ask(threadId);
    const whole = await response.text();
    expect(
      whole.startsWith(status(threadId, 'queued') + status(threadId, 'running') + status(threadId, 'running')),
    ).toBe(true);
    const again = await attach(response.headers.get('x-run-id')!, '?starting_after=2');
    expect((await again.text()).startsWith(status(threadId, 'running') + data(openAiEvents('slow')[0]!))).toBe(true);
  }, 20_000);
});

describe('a server whose models are switched off', () => {
  const server = useServer({ env: () => ({ CHAT_LLM_ENABLED: 'false' }) });

  it('keeps messages, and asks nobody', async () => {
    const threadId = await server.thread('alice');
    const path = `/api/threads/${threadId}/messages`;
    const { body } = await server.as('alice').post(path).send({ text: 'Kept' }).expect(201);
    expect(body).toEqual({ message: expect.objectContaining({ text: 'Kept', status: 'completed' }) });
    const stream = await server.as('alice').post(`${path}/stream`).send({ text: 'Kept, too' }).expect(200);
    expect(stream.text).toBe(status(threadId, 'queued') + status(threadId, 'completed', 'stop') + DONE);
    const { body: list } = await server.as('alice').get(path).expect(200);
    expect(list.items.map(({ text }: { text: string }) => text)).toEqual(['Kept, too', 'Kept']);
  });
});
