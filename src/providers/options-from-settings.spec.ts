import { Settings } from '../config/settings.js';
import { createProvider } from './create-provider.js';
import { optionsFromSettings } from './options-from-settings.js';

function optionsOf(groups: { [Group in keyof Settings]?: Partial<Settings[Group]> }): ReturnType<
  typeof optionsFromSettings
> {
  const settings = new Settings();
  for (const [name, values] of Object.entries(groups)) Object.assign(settings[name as keyof Settings], values);
  return optionsFromSettings(settings);
}

describe('providers from settings', () => {
  it('are none where nothing is set', () => {
    expect(optionsOf({})).toMatchObject({ providers: [], isEnabled: true, isProduction: false });
  });

  it('come in order: those listed, llm, openai, ollama', () => {
    const { providers } = optionsOf({
      providers: {
        list: [{ name: 'mine', type: 'openai', baseUrl: 'http://host', idleTimeoutSeconds: 7 }],
        timeoutSeconds: 9,
      },
      llm: { host: 'http://localhost:8080/v1', maxTokens: 5 },
      openai: { apiKey: 'k' },
      ollama: { url: 'http://localhost:11434' },
    });
    expect(providers.map(({ name }) => name)).toEqual(['mine', 'llm', 'openai', 'ollama']);
    expect(providers[0]!.limits).toEqual({ connectSeconds: 5, firstTokenSeconds: 9, idleSeconds: 7 });
    expect(providers[1]!.parameters).toEqual({ max_tokens: 5 });
    expect(createProvider(providers[2]!).defaultModel).toBe('gpt-4o-mini');
    expect(createProvider(providers[3]!).defaultModel).toBe('llama2');
  });

  it('may be switched off', () => {
    expect(optionsOf({ llm: { enabled: false } }).isEnabled).toBe(false);
  });
});
