import { OllamaProvider } from '../../src/providers/ollama.provider.js';
import {
  jsonLines,
  OLLAMA_MODEL,
  ollamaAnswer,
  ollamaError,
  ollamaLine,
  ollamaLines,
  ScriptedOllama,
} from '../support/scripted-ollama.js';
import { behavesAsChatProvider } from './chat-provider.contract.js';
import { ask, read, textOf } from './read-answer.js';

const limits = { connectSeconds: 5, firstTokenSeconds: 5, idleSeconds: 5 };

describe('Ollama', () => {
  const server = new ScriptedOllama();

  behavesAsChatProvider({
    server,
    create: (options) => new OllamaProvider('ollama', { model: 'llama2', ...options }),
    answer: ollamaAnswer,
    errorInside: (message, ...texts) =>
      jsonLines([...ollamaLines(...texts).slice(0, -1), JSON.stringify({ error: message })]),
    refusal: ollamaError,
  });

  describe('by its own protocol', () => {
    let provider: OllamaProvider;
    beforeAll(() => (provider = new OllamaProvider('ollama', { baseUrl: `${server.url}/`, model: 'llama2', limits })));
    afterAll(() => provider.close());

    it('makes OpenAI chunks of one answer', async () => {
      server.script(ollamaAnswer('Hello', ' world'));
      const { chunks } = await read(provider, ask());
      const parsed = chunks.map(({ raw }) => JSON.parse(raw));
      expect(parsed.map(({ choices }) => choices)).toEqual([
        [{ index: 0, delta: { role: 'assistant', content: 'Hello' }, finish_reason: null }],
        [{ index: 0, delta: { content: ' world' }, finish_reason: null }],
        [{ index: 0, delta: {}, finish_reason: 'stop' }],
      ]);
      expect(new Set(parsed.map(({ id }) => id)).size).toBe(1);
      expect(parsed[0]).toMatchObject({
        id: expect.stringMatching(/^chatcmpl-/),
        created: expect.any(Number),
        model: OLLAMA_MODEL,
      });
      expect(parsed[2].usage).toEqual({ prompt_tokens: 26, completion_tokens: 2, total_tokens: 28 });
      expect(chunks[2]!.usage).toEqual(parsed[2].usage);
    });

    it('asks in Ollama’s words', async () => {
      server.script(ollamaAnswer('x'));
      const parameters = {
        temperature: 0,
        max_tokens: 5,
        top_p: 0.9,
        stop: 'END',
        user: 'u',
        response_format: { type: 'json_object' },
      };
      await read(provider, { ...ask(), parameters });
      expect(server.last.body).toEqual({
        model: 'llama2',
        messages: [{ role: 'user', content: 'Hi' }],
        stream: true,
        format: 'json',
        options: { temperature: 0, num_predict: 5, top_p: 0.9, stop: ['END'] },
      });
    });

    it('keeps thoughts apart from the answer', async () => {
      server.script(jsonLines([ollamaLine({ thinking: 'hm' }), ...ollamaLines('Hello')]));
      const { chunks } = await read(provider, ask());
      expect(JSON.parse(chunks[0]!.raw).choices[0].delta).toEqual({ role: 'assistant', reasoning_content: 'hm' });
      expect(textOf(chunks)).toBe('Hello');
    });

    it('says when the answer was cut off', async () => {
      server.script(jsonLines([ollamaLine({ content: 'Hel' }), ollamaLine({}, { done: true, done_reason: 'length' })]));
      expect((await read(provider, ask())).chunks.at(-1)).toMatchObject({ finishReason: 'length' });
    });

    it.each([
      ['CRLF', (lines: string[]) => lines.map((line) => `${line}\r\n`).join('')],
      ['blank lines', (lines: string[]) => lines.map((line) => `\n\n${line}\n \n`).join('')],
      ['a byte order mark', (lines: string[]) => `\uFEFF${lines.join('\n')}\n`],
      ['lines after the last', (lines: string[]) => `${lines.join('\n')}\nnonsense\n`],
    ])('understands %s, cut anywhere', async (_, write) => {
      for (const cut of [1, 2, 3, 7, undefined]) {
        server.script({ contentType: 'application/x-ndjson', pieces: [write(ollamaLines('سلام', ' 👋'))], cut });
        const { chunks, error } = await read(provider, ask());
        expect([textOf(chunks), error]).toEqual(['سلام 👋', undefined]);
      }
    });

    it.each([
      ['that is not JSON', 'hello', 'sent data that is not JSON'],
      ['that is no object', '3', 'sent data that is no chunk'],
      ['without a message', '{"status":"pulling manifest"}', 'sent a line without a message'],
    ])('fails for a line %s, after what had come', async (_, line, detail) => {
      server.script(jsonLines([ollamaLine({ content: 'a' }), line]));
      const { chunks, error } = await read(provider, ask());
      expect(textOf(chunks)).toBe('a');
      expect(error).toMatchObject({ code: 'provider_error', detail });
    });

    it('lists its models with age and size', async () => {
      expect(await provider.models(new AbortController().signal)).toEqual([
        {
          id: OLLAMA_MODEL,
          created: 1_759_992_800,
          ownedBy: 'ollama',
          modifiedAt: '2025-10-09T08:53:20.123456+02:00',
          size: 3_826_793_677,
        },
      ]);
    });
  });
});
