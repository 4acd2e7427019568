import { chunkOfCompletion, readOpenAiChunk } from './openai-chunk.js';

describe('an OpenAI chunk', () => {
  it('keeps its text', () => {
    const raw = ' {"choices" : [{"delta":{"content":"\\u0041"}}] }';
    expect(readOpenAiChunk(raw)).toMatchObject({ raw, delta: 'A' });
  });

  it.each([
    '{}',
    '{"choices":null}',
    '{"choices":[]}',
    '{"choices":[null]}',
    '{"choices":[{"delta":null,"finish_reason":""}],"usage":null,"error":null,"model":3}',
    '{"choices":"x","usage":"x"}',
    '{"__proto__":{"error":"x"},"usage":{}}',
    '[]',
  ])('may say nothing: %s', (raw) => {
    expect(readOpenAiChunk(raw)).toEqual({ raw });
  });

  it('has a usage of whole counts', () => {
    const usage = (of: object): unknown => readOpenAiChunk(JSON.stringify({ usage: of })).usage;
    expect(usage({ prompt_tokens: 3, completion_tokens: 4 })).toMatchObject({ total_tokens: 7 });
    expect(usage({ prompt_tokens: -1, completion_tokens: '4' })).toMatchObject({
      prompt_tokens: 0,
      completion_tokens: 0,
    });
  });

  it('is made of a whole completion', () => {
    const completion = {
      id: 'c',
      object: 'chat.completion',
      choices: [{ index: 0, message: { content: 'Hi' }, finish_reason: 'stop' }],
    };
    const chunk = chunkOfCompletion(completion);
    expect(chunk).toMatchObject({ delta: 'Hi', finishReason: 'stop' });
    expect(JSON.parse(chunk.raw)).toMatchObject({ id: 'c', object: 'chat.completion.chunk' });
    expect(() => chunkOfCompletion({ choices: [] })).toThrow('no completion');
    expect(() => chunkOfCompletion({ choices: [null] })).toThrow('no completion');
  });
});
