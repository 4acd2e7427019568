import { toOllamaOptions } from './ollama-options.js';

describe("OpenAI's parameters in Ollama's words", () => {
  it.each([
    [{}, {}],
    [{ temperature: 0, top_k: 5 }, { options: { temperature: 0, top_k: 5 } }],
    [{ max_tokens: 5 }, { options: { num_predict: 5 } }],
    [{ max_tokens: 5, max_completion_tokens: 6 }, { options: { num_predict: 6 } }],
    [{ stop: 'a' }, { options: { stop: ['a'] } }],
    [{ stop: ['a', 'b'] }, { options: { stop: ['a', 'b'] } }],
    [{ temperature: null, stop: null, user: 'u', n: 1 }, {}],
    [
      { response_format: { type: 'json_schema', json_schema: { schema: { type: 'object' } } } },
      { format: { type: 'object' } },
    ],
    [
      { think: false, keep_alive: '5m' },
      { think: false, keep_alive: '5m' },
    ],
  ])('%j', (parameters, expected) => expect(toOllamaOptions(parameters)).toEqual(expected));
});
