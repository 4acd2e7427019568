import { DemoProvider } from './demo.provider.js';
import type { ProviderChunk } from './chat-provider.js';

describe('the demonstration', () => {
  const ask = (content: string) => ({ messages: [{ role: 'user' as const, content }], parameters: {} });

  async function read(
    provider: DemoProvider,
    content: string,
    signal = new AbortController().signal,
  ): Promise<ProviderChunk[]> {
    const chunks: ProviderChunk[] = [];
    for await (const some of provider.stream(ask(content), signal)) chunks.push(...some);
    return chunks;
  }

  it('says what it is, quotes the message, and streams word by word', async () => {
    const chunks = await read(new DemoProvider('demo', 0), 'What is\nlove?');
    const text = chunks.map(({ delta = '' }) => delta).join('');
    expect(text).toContain('no language model is connected');
    expect(text).toContain('“What is love?”');
    expect(chunks.length).toBeGreaterThan(20);
    expect(chunks.at(-1)).toMatchObject({ finishReason: 'stop', usage: { completion_tokens: chunks.length - 2 } });
    for (const { raw } of chunks)
      expect(JSON.parse(raw)).toMatchObject({ object: 'chat.completion.chunk', model: 'demo' });
  });

  it('quotes only the beginning of a long message, and no half of a character', async () => {
    const chunks = await read(new DemoProvider('demo', 0), '👩‍👩‍👧‍👦'.repeat(200));
    const text = chunks.map(({ delta = '' }) => delta).join('');
    expect(text.length).toBeLessThan(1000);
    expect(text.isWellFormed()).toBe(true);
  });

  it('stops when it is told to', async () => {
    const abort = new AbortController();
    const reading = read(new DemoProvider('demo', 1000), 'x', abort.signal);
    setTimeout(() => abort.abort(new Error('cancelled')), 20);
    await expect(reading).rejects.toThrow('cancelled');
  });
});
