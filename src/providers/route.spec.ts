import { DemoProvider } from './demo.provider.js';
import { ProviderRegistry } from './provider-registry.js';
import { type Offers, routeOf, type Selection } from './route.js';

const provider = (name: string, models?: string[], defaultModel: string | undefined = 'demo') => ({
  provider: Object.assign(new DemoProvider(name), { defaultModel }),
  models,
});
const offers: Offers = ({ models = [] }, model) => models.includes(model);

describe('a route', () => {
  const registry = new ProviderRegistry([provider('a', ['shared']), provider('b', ['shared', 'x/y']), provider('c')]);
  const routed = (selection: Selection, of = registry): string[] =>
    routeOf(selection, of, offers).map(({ registered, model }) => `${registered.provider.name}:${model ?? ''}`);

  it('begins with the default, and goes on with all others in order', () => {
    expect(routed({})).toEqual(['a:', 'b:', 'c:']);
    const preferring = new ProviderRegistry([provider('a'), provider('b')], { default: 'b', fallback: [] });
    expect(routed({}, preferring)).toEqual(['b:']);
  });

  it('begins with the provider that is named, by its field or before the model', () => {
    expect(routed({ provider: 'b', model: 'b/m', fallback: [] })).toEqual(['b:b/m']);
    expect(routed({ model: 'b/m/n', fallback: [] })).toEqual(['b:m/n']);
  });

  it('passes on a model that nobody is known to offer', () => {
    expect(routed({ model: 'other/m', fallback: [] })).toEqual(['a:other/m']);
    expect(routed({ model: 'b', fallback: [] })).toEqual(['a:b']);
  });

  it('leads to who offers the model, first of all to the default', () => {
    expect(routed({ model: 'shared', fallback: [] })).toEqual(['a:shared']);
    expect(routed({ model: 'x/y', fallback: [] })).toEqual(['b:x/y']);
  });

  it('asks others for the same model only where they have it', () => {
    expect(routed({ model: 'shared' })).toEqual(['a:shared', 'b:shared', 'c:']);
  });

  it('goes on as the request says, each once', () => {
    expect(routed({ provider: 'a', fallback: ['c', 'a', 'c', 'b/m'] })).toEqual(['a:', 'c:', 'b:m']);
    expect(routed({ provider: 'a', fallback: ['a/other'] })).toEqual(['a:', 'a:other']);
  });

  it('knows no provider that does not exist', () => {
    for (const field of ['provider', 'fallback'] as const) {
      const selection = field === 'provider' ? { provider: 'nobody' } : { fallback: ['nobody/m'] };
      expect(() => routed(selection)).toThrow(
        expect.objectContaining({ code: 'validation_failed', details: [expect.objectContaining({ field })] }),
      );
    }
  });

  it('is empty where nobody can answer', () => {
    expect(routed({}, new ProviderRegistry([]))).toEqual([]);
  });
});

describe('the registry', () => {
  it('stops the start for a default or a fallback that does not exist, or a name given twice', () => {
    expect(() => new ProviderRegistry([provider('a')], { default: 'b' })).toThrow(
      'providers.default: there is no provider named b; there is a',
    );
    expect(() => new ProviderRegistry([], { default: 'b' })).toThrow('there is none');
    expect(() => new ProviderRegistry([provider('a')], { fallback: ['b/m'] })).toThrow('providers.fallback');
    expect(() => new ProviderRegistry([provider('a'), provider('a')])).toThrow('two providers named a');
  });
});
