import { CatalogueService } from '../../src/providers/catalogue.service.js';
import { chooseProviders } from '../../src/providers/choose-providers.js';
import { DemoProvider } from '../../src/providers/demo.provider.js';
import { discoverProviders } from '../../src/providers/discover.js';
import { OllamaProvider } from '../../src/providers/ollama.provider.js';
import { OpenAiProvider } from '../../src/providers/openai.provider.js';
import { ProviderRegistry, type RegisteredProvider } from '../../src/providers/provider-registry.js';
import { ScriptedOllama } from '../support/scripted-ollama.js';
import { OPENAI_MODEL, ScriptedOpenAi } from '../support/scripted-openai.js';
import { html, json } from '../support/scripted-server.js';

const limits = { connectSeconds: 1, firstTokenSeconds: 10, idleSeconds: 10 };
const [openai, ollama] = [new ScriptedOpenAi(), new ScriptedOllama()];
const registries: ProviderRegistry[] = [];

function catalogueOf(...providers: RegisteredProvider[]): CatalogueService {
  registries.push(new ProviderRegistry(providers));
  return new CatalogueService(registries.at(-1)!);
}
const cloud = (baseUrl = openai.url): OpenAiProvider => new OpenAiProvider('cloud', { baseUrl, limits });
const local = (): OllamaProvider => new OllamaProvider('local', { baseUrl: ollama.url, model: 'llama2', limits });

beforeAll(() => Promise.all([openai.start(), ollama.start()]));
beforeEach(() => {
  openai.models(OPENAI_MODEL).reset();
  ollama.models('llama2:latest').reset();
});
afterEach(() => Promise.all(registries.splice(0).map((registry) => registry.onApplicationShutdown())));
afterAll(() => Promise.all([openai.stop(), ollama.stop()]));

describe('the catalogue', () => {
  it('has the models of all providers, and names those that are down', async () => {
    const catalogue = catalogueOf(
      { provider: cloud() },
      { provider: new OpenAiProvider('gone', { baseUrl: 'http://127.0.0.1:9', limits }) },
      { provider: local() },
      { provider: new DemoProvider() },
    );
    const { models, unavailable, default: model } = await catalogue.list();
    expect(models.map(({ provider, id }) => `${provider}/${id}`)).toEqual([
      `cloud/${OPENAI_MODEL}`,
      'local/llama2:latest',
      'demo/demo',
    ]);
    expect(models[1]).toMatchObject({ ownedBy: 'ollama', size: expect.any(Number), modifiedAt: expect.any(String) });
    expect(unavailable).toEqual(['gone']);
    expect(model).toBe(OPENAI_MODEL);
  });

  it('asks once for all who ask at once, and not again soon', async () => {
    const catalogue = catalogueOf({ provider: cloud() });
    await Promise.all([catalogue.list(), catalogue.list()]);
    await catalogue.list();
    expect(openai.otherRequests).toHaveLength(1);
  });

  it('does not ask who is configured to offer what', async () => {
    const catalogue = catalogueOf({ provider: cloud('http://127.0.0.1:9'), models: ['a', 'b'] });
    expect(await catalogue.list()).toMatchObject({ models: [{ id: 'a' }, { id: 'b' }], unavailable: [], default: 'a' });
  });

  it('does not wait for the silent', async () => {
    openai.get('/v1/models', { hang: true });
    const start = Date.now();
    expect(await catalogueOf({ provider: cloud() }, { provider: local() }).list()).toMatchObject({
      unavailable: ['cloud'],
      models: [{ provider: 'local' }],
    });
    expect(Date.now() - start).toBeLessThan(3000);
  });

  it('is empty where nobody is configured', async () => {
    expect(await catalogueOf().list()).toEqual({ models: [], unavailable: [], default: null });
  });
});

describe('health', () => {
  it('says who is up', async () => {
    openai.get('/v1/models', html(502));
    const health = await catalogueOf({ provider: cloud() }, { provider: local() }).health();
    expect(health).toEqual({
      cloud: { status: 'down', latency_ms: expect.any(Number) },
      local: { status: 'up', latency_ms: expect.any(Number) },
    });
  });

  it('takes silence for being down', async () => {
    openai.get('/v1/models', { hang: true });
    expect(await catalogueOf({ provider: cloud() }).health()).toMatchObject({ cloud: { status: 'down' } });
  });
});

describe('without a configured provider', () => {
  const places = () => [
    { name: 'ollama', type: 'ollama' as const, baseUrl: ollama.url },
    { name: 'local', type: 'openai' as const, baseUrl: openai.url },
    { name: 'nobody', type: 'openai' as const, baseUrl: 'http://127.0.0.1:9' },
  ];
  const none = { providers: [], limits, isEnabled: true, isProduction: false };
  const chosen = async (options: Partial<typeof none>) => {
    const { options: found, from } = await chooseProviders({ ...none, ...options }, 'llama2', places());
    return [from, ...found.providers.map(({ name, model }) => `${name}/${model ?? ''}`)];
  };

  it('those that answer on this machine are taken, with a model that can chat', async () => {
    openai.models('text-embedding-3', 'chatty');
    ollama.models('phi3', 'llama2:latest');
    expect(await chosen({})).toEqual(['discovery', 'ollama/llama2:latest', 'local/chatty']);
  });

  it.each([
    ['a page', html()],
    ['JSON of another kind', json({ ok: true })],
    ['other data', json({ data: [1, 2] })],
    ['no models', json({ object: 'list', data: [], models: [] })],
    ['an error', json({ error: 'x' }, 500)],
  ])('a server that answers with %s is not taken', async (_, script) => {
    openai.get('/v1/models', script);
    ollama.get('/api/tags', script);
    expect(await discoverProviders(places(), limits)).toEqual([]);
  });

  it('the demonstration is, else; in production nobody', async () => {
    openai.get('/v1/models', html());
    ollama.get('/api/tags', html());
    expect(await chosen({})).toEqual(['demo', 'demo/']);
    expect(await chosen({ isProduction: true })).toEqual(['nothing']);
  });

  it('nobody looks where models are switched off', async () => {
    expect(await chosen({ isEnabled: false })).toEqual(['nothing']);
    expect(openai.otherRequests).toEqual([]);
  });

  it('production takes no demonstration', async () => {
    const providers = [{ name: 'demo', type: 'demo' as const, limits }];
    await expect(chooseProviders({ ...none, providers, isProduction: true })).rejects.toThrow(
      'production takes no demo provider',
    );
  });
});
