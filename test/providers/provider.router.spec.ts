import { Logger } from '@nestjs/common';
import { CatalogueService } from '../../src/providers/catalogue.service.js';
import type { ChatProvider, ProviderChunk } from '../../src/providers/chat-provider.js';
import { OllamaProvider } from '../../src/providers/ollama.provider.js';
import { OpenAiProvider } from '../../src/providers/openai.provider.js';
import { ProviderRegistry } from '../../src/providers/provider-registry.js';
import { ProviderRouter, type RoutedAnswer, type RoutedRequest } from '../../src/providers/provider.router.js';
import { ollamaAnswer, ScriptedOllama } from '../support/scripted-ollama.js';
import { agentAnswer, openAiAnswer, openAiError, ScriptedOpenAi } from '../support/scripted-openai.js';
import { isLeftWithin, textOf } from './read-answer.js';

const limits = { connectSeconds: 1, firstTokenSeconds: 0.2, idleSeconds: 0.2 };
const QUESTION = { messages: [{ role: 'user' as const, content: 'Hi' }], parameters: {} };

describe('the router', () => {
  const [openai, ollama] = [new ScriptedOpenAi(), new ScriptedOllama()];
  let registry: ProviderRegistry;
  let router: ProviderRouter;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    await Promise.all([openai.start(), ollama.start()]);
  });
  afterAll(() => Promise.all([openai.stop(), ollama.stop()]));
  beforeEach(() => {
    openai.reset();
    ollama.reset();
    registry = new ProviderRegistry([
      { provider: new OpenAiProvider('cloud', { baseUrl: openai.url, apiKey: 'sk-secret', limits }), models: ['big'] },
      { provider: new OpenAiProvider('gone', { baseUrl: 'http://me:password@127.0.0.1:9', limits }) },
      { provider: new OllamaProvider('local', { baseUrl: ollama.url, model: 'llama2', limits }) },
    ]);
    router = new ProviderRouter(registry, new CatalogueService(registry));
  });
  afterEach(() => registry.onApplicationShutdown());

  async function read(
    request: Partial<RoutedRequest>,
    signal = new AbortController().signal,
  ): Promise<{ text: string; error: unknown; attempts: RoutedAnswer['attempts'] }> {
    const chunks: ProviderChunk[] = [];
    const { attempts, chunks: arriving } = router.stream({ ...QUESTION, ...request }, signal);
    try {
      for await (const some of arriving) chunks.push(...some);
      return { text: textOf(chunks), error: undefined, attempts };
    } catch (error) {
      return { text: textOf(chunks), error, attempts };
    }
  }

  it('lets the default answer, and says who did', async () => {
    const { text, attempts } = await read({});
    expect(text).toBe('Hello world');
    const time = expect.stringMatching(/^\d{4}-.*Z$/);
    expect(attempts).toEqual([
      { provider: 'cloud', model: 'scripted-model', started_at: time, ended_at: time, outcome: 'completed' },
    ]);
  });

  it('says beforehand who will', () => {
    expect(router.resolve({})).toEqual({ provider: 'cloud', model: null });
    expect(router.resolve({ model: 'local/phi3' })).toEqual({ provider: 'local', model: 'phi3' });
    expect(router.resolve({ provider: 'local' })).toEqual({ provider: 'local', model: 'llama2' });
    expect(() => router.resolve({ provider: 'nobody' })).toThrow(
      expect.objectContaining({ code: 'validation_failed' }),
    );
  });

  it('goes on with the next one until a first chunk has come', async () => {
    openai.script(openAiError(500, 'broken'));
    const { text, attempts } = await read({});
    expect(text).toBe('Hello world');
    expect(attempts.map(({ provider, model, outcome, error }) => [provider, model, outcome, error])).toEqual([
      ['cloud', null, 'failed', { code: 'provider_error', message: 'answered 500: broken' }],
      ['gone', null, 'failed', { code: 'provider_unavailable', message: 'connection refused' }],
      ['local', 'llama2', 'completed', undefined],
    ]);
    expect(JSON.stringify(attempts)).not.toContain('password');
  });

  it('goes on after a silence, too', async () => {
    openai.script({ hang: true });
    expect((await read({ fallback: ['local'] })).attempts.map(({ error }) => error?.code)).toEqual([
      'provider_timeout',
      undefined,
    ]);
  });

  it('does not start over once a chunk has come', async () => {
    openai.script({ ...openAiAnswer('Hello', ' world'), resetAfter: 2 });
    const { text, error, attempts } = await read({});
    expect([text, attempts.length]).toEqual(['Hello', 1]);
    expect(error).toMatchObject({ code: 'provider_error' });
    expect(ollama.calls).toBe(0);
  });

  it('goes on as the request says, or not at all', async () => {
    openai.script(openAiError(500, 'broken'), openAiError(500, 'broken'));
    expect((await read({ fallback: [] })).error).toMatchObject({ code: 'provider_error' });
    expect((await read({ fallback: ['local/phi3'] })).attempts.at(-1)).toMatchObject({
      provider: 'local',
      model: 'phi3',
    });
    expect(ollama.last.body.model).toBe('phi3');
  });

  it('does not go on once it was aborted', async () => {
    const abort = new AbortController();
    openai.script({ hang: true });
    setTimeout(() => abort.abort(new Error('cancelled')), 50);
    const { error, attempts } = await read({}, abort.signal);
    expect(error).toMatchObject({ message: 'cancelled' });
    expect(attempts).toMatchObject([{ provider: 'cloud', outcome: 'aborted', ended_at: expect.any(String) }]);
  });

  it('leaves the provider when its reader leaves', async () => {
    openai.script({ ...openAiAnswer('a'), stallAfter: 2 });
    const { attempts, chunks } = router.stream(QUESTION, new AbortController().signal);
    for await (const _ of chunks) break;
    expect(attempts).toMatchObject([{ outcome: 'aborted' }]);
    await isLeftWithin(openai.last, 1000);
  });

  it('asks for the conversation of each provider that it tries', async () => {
    openai.script(openAiError(500, 'broken'));
    const asked: string[] = [];
    const conversationId = async (name: string): Promise<string> => (asked.push(name), `conversation with ${name}`);
    await read({ fallback: ['local'], conversationId });
    expect(asked).toEqual(['cloud', 'local']);
    expect(openai.last.body.conversation_id).toBe('conversation with cloud');
    openai.script(agentAnswer());
  });

  it('takes whatever a provider of somebody else throws', async () => {
    const odd = {
      name: 'odd',
      defaultModel: undefined,
      stream: () => {
        throw new TypeError('oops');
      },
      close: async () => undefined,
    };
    registry.register({ provider: odd as unknown as ChatProvider });
    const { error } = await read({ provider: 'odd', fallback: [] });
    expect(error).toMatchObject({ code: 'provider_error', detail: 'threw TypeError' });
  });

  it('is unavailable where nobody is configured', async () => {
    const empty = new ProviderRegistry([]);
    router = new ProviderRouter(empty, new CatalogueService(empty));
    expect(router.resolve({ model: 'm' })).toEqual({ provider: null, model: null });
    expect((await read({})).error).toMatchObject({ code: 'provider_unavailable', retryAfter: 1 });
  });

  it('finds who offers a model, once the catalogue knows', async () => {
    const catalogue = new CatalogueService(registry);
    router = new ProviderRouter(registry, catalogue);
    expect(router.resolve({ model: 'llama2:latest' })).toMatchObject({ provider: 'cloud' });
    await catalogue.list();
    expect(router.resolve({ model: 'llama2:latest' })).toEqual({ provider: 'local', model: 'llama2:latest' });
    ollama.script(ollamaAnswer('x'));
    expect((await read({ model: 'llama2:latest' })).text).toBe('x');
  });
});
