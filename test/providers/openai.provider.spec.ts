import { OpenAiProvider } from '../../src/providers/openai.provider.js';
import { ProviderFailed } from '../../src/providers/provider-errors.js';
import {
  AGENT_EVENTS,
  agentAnswer,
  eventStream,
  openAiAnswer,
  openAiChunk,
  openAiCompletion,
  openAiError,
  openAiEvents,
  ScriptedOpenAi,
} from '../support/scripted-openai.js';
import { json, type Script } from '../support/scripted-server.js';
import { behavesAsChatProvider } from './chat-provider.contract.js';
import { ask, read, textOf } from './read-answer.js';

const limits = { connectSeconds: 5, firstTokenSeconds: 5, idleSeconds: 5 };

describe('an OpenAI-compatible provider', () => {
  const server = new ScriptedOpenAi();

  behavesAsChatProvider({
    server,
    create: (options) => new OpenAiProvider('openai', options),
    answer: openAiAnswer,
    errorInside: (message, ...texts) =>
      eventStream([...openAiEvents(...texts).slice(0, 1 + texts.length), JSON.stringify({ error: { message } })]),
    refusal: openAiError,
  });

  describe('by its own protocol', () => {
    let provider: OpenAiProvider;
    beforeAll(() => (provider = new OpenAiProvider('openai', { baseUrl: server.url, limits })));
    afterAll(() => provider.close());

    async function rawOf(script: Script): Promise<{ raws: string[]; error: unknown }> {
      server.script(script);
      const { chunks, error } = await read(provider, ask());
      return { raws: chunks.map(({ raw }) => raw), error };
    }
    const stream = (text: string): Script => ({ contentType: 'text/event-stream', pieces: [text] });
    const chunk = openAiChunk({ content: 'سلام' });
    const finish = openAiChunk({}, 'stop');
    const whole = { raws: [chunk, finish], error: undefined };

    it('passes on every event byte for byte, and not the last word', async () => {
      const odd = ' {"choices" : [ {"delta":{"content":"\\u0041\\/"}, "index":0} ] ,"x":1.10, "y":1e3} ';
      const events = [...openAiEvents('Hello', ' world'), odd];
      expect(await rawOf(eventStream([...events, '[DONE]']))).toEqual({ raws: events, error: undefined });
    });

    it('reads what an agent server says of itself and of the conversation', async () => {
      server.script(agentAnswer());
      const { chunks } = await read(provider, ask());
      expect(chunks.map(({ raw }) => raw)).toEqual(AGENT_EVENTS);
      expect(chunks.map(({ agentStatus }) => agentStatus)).toEqual(['streaming', 'streaming', 'completed']);
      expect(chunks[2]).toMatchObject({
        conversationId: 'conv-123',
        model: 'theodor_agent',
        finishReason: 'stop',
        usage: { total_tokens: 17 },
      });
      expect(textOf(chunks)).toBe('Hello world');
    });

    it('sends back the conversation, where there is one', async () => {
      server.script(agentAnswer(), agentAnswer());
      await read(provider, { ...ask(), conversationId: 'conv-123' });
      expect(server.last.body.conversation_id).toBe('conv-123');
      await read(provider, ask());
      expect(server.last.body).not.toHaveProperty('conversation_id');
    });

    it.each([
      ['CRLF', `data: ${chunk}\r\n\r\ndata: ${finish}\r\n\r\ndata: [DONE]\r\n\r\n`],
      ['CR', `data: ${chunk}\r\rdata: ${finish}\r\rdata: [DONE]\r\r`],
      ['a byte order mark', `\uFEFFdata: ${chunk}\n\ndata: ${finish}\n\ndata: [DONE]\n\n`],
      ['no space after the colon', `data:${chunk}\n\ndata:${finish}\n\ndata:[DONE]\n\n`],
      [
        'comments and keep-alives',
        `: OPENROUTER PROCESSING\n\n:\n\ndata: ${chunk}\n\n: ping\n\ndata:\n\ndata: ${finish}\n\ndata: [DONE]\n\n`,
      ],
      [
        'other fields',
        `event: message\nid: 1\nretry: 100\nfoo: bar\nbaz\ndata: ${chunk}\n\nid\ndata: ${finish}\n\ndata: [DONE]\n\n`,
      ],
      ['no last word', `data: ${chunk}\n\ndata: ${finish}\n\n`],
      ['no last blank line', `data: ${chunk}\n\ndata: ${finish}`],
      ['more after the last word', `data: ${chunk}\n\ndata: ${finish}\n\ndata: [DONE]\n\ndata: nonsense\n\n`],
    ])('understands %s, cut anywhere', async (_, text) => {
      expect(await rawOf(stream(text))).toEqual(whole);
      for (const cut of [1, 2, 3, 5, 7, 64]) expect(await rawOf({ ...stream(text), cut })).toEqual(whole);
    });

    it('joins the lines of one event by line feeds', async () => {
      const text = `data: {"choices":[{"delta":\ndata: {"content":"a"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n`;
      const { raws, error } = await rawOf(stream(text));
      expect([raws, error]).toEqual([['{"choices":[{"delta":\n{"content":"a"},"finish_reason":"stop"}]}'], undefined]);
    });

    it('takes the last word for an end even where nothing finished', async () => {
      expect(await rawOf(eventStream([chunk, '[DONE]']))).toEqual({ raws: [chunk], error: undefined });
    });

    it.each(['completed', 'interrupted'])('takes the agent status %s for an end', async (agent_status) => {
      const last = openAiChunk({}, null, { agent_status });
      expect(await rawOf(eventStream([chunk, last]))).toEqual({ raws: [chunk, last], error: undefined });
    });

    it('passes on the agent status failed, and fails', async () => {
      const last = openAiChunk({}, 'error', { agent_status: 'failed' });
      const { raws, error } = await rawOf(eventStream([chunk, last, '[DONE]']));
      expect(raws).toEqual([chunk, last]);
      expect(error).toMatchObject({ code: 'provider_error', detail: 'said that it failed' });
    });

    it('does not mind how the connection ends once the answer is whole', async () => {
      const script = eventStream([chunk, finish]);
      expect(await rawOf({ ...script, resetAfter: 2 })).toEqual(whole);
      const hasty = new OpenAiProvider('openai', { baseUrl: server.url, limits: { ...limits, idleSeconds: 0.1 } });
      server.script({ ...script, stallAfter: 2 });
      expect((await read(hasty, ask())).error).toBeUndefined();
      await hasty.close();
    });

    it.each([
      ['an error object', `data: {"error":{"message":"overloaded","code":529}}\n\n`, 'reported an error: overloaded'],
      ['an error event', `event: error\ndata: {"message":"overloaded"}\n\n`, 'reported an error: overloaded'],
      ['an error event in words', `event: error\ndata: overloaded\n\n`, 'reported an error: overloaded'],
      ['data that is not JSON', `data: hello\n\n`, 'sent data that is not JSON'],
      ['data that is no object', `data: 3\n\n`, 'sent data that is no chunk'],
    ])('fails for %s, after what had come', async (_, text, detail) => {
      const { raws, error } = await rawOf(stream(`data: ${chunk}\n\n${text}data: ${chunk}\n\n`));
      expect(raws).toEqual([chunk]);
      expect(error).toBeInstanceOf(ProviderFailed);
      expect(error).toMatchObject({ detail });
    });

    it('does not take comments for tokens', async () => {
      const hasty = new OpenAiProvider('openai', {
        baseUrl: server.url,
        limits: { ...limits, firstTokenSeconds: 0.3 },
      });
      server.script({
        contentType: 'text/event-stream',
        pieces: Array.from({ length: 60 }, () => ': ping\n\n'),
        pauseMs: 30,
      });
      expect((await read(hasty, ask())).error).toMatchObject({ limit: 'first_token' });
      await hasty.close();
    });

    it('makes one chunk of an answer that was not streamed', async () => {
      server.script(openAiCompletion('Hello world'));
      const { chunks, error } = await read(provider, ask());
      expect(error).toBeUndefined();
      expect(chunks).toMatchObject([{ delta: 'Hello world', finishReason: 'stop', usage: { total_tokens: 15 } }]);
      expect(JSON.parse(chunks[0]!.raw)).toMatchObject({
        object: 'chat.completion.chunk',
        choices: [{ delta: { role: 'assistant' } }],
      });
    });

    it('fails for an error with status 200', async () => {
      expect((await rawOf(json({ error: { message: 'quota' } }))).error).toMatchObject({
        detail: 'reported an error: quota',
      });
    });

    it('asks for the usage', async () => {
      await rawOf(openAiAnswer('x'));
      expect(server.last.body).toMatchObject({ stream_options: { include_usage: true } });
    });

    it('takes an address with or without its /v1, and credentials in it', async () => {
      const { port } = server;
      for (const baseUrl of [
        `http://127.0.0.1:${port}`,
        `http://127.0.0.1:${port}/`,
        `http://me:p%40ss@127.0.0.1:${port}/v1/`,
      ]) {
        const other = new OpenAiProvider('other', { baseUrl, limits });
        server.script(openAiAnswer('x'));
        expect((await read(other, ask())).error).toBeUndefined();
        await other.close();
      }
      expect(server.last.headers.authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
    });

    it('is well without a list of models', async () => {
      const bare = new OpenAiProvider('bare', { baseUrl: `${server.origin}/without/models`, limits });
      expect(await bare.check(new AbortController().signal)).toMatchObject({ ok: true });
      await expect(bare.models(new AbortController().signal)).rejects.toMatchObject({ status: 404 });
      await bare.close();
    });
  });
});
