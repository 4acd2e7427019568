import type { Settings } from '../config/settings.js';
import type { ProviderLimits } from './http/exchange.js';
import type { ProviderOptions, RegistryOptions } from './provider-options.js';

type ProviderGroups = Pick<Settings, 'providers' | 'llm' | 'openai' | 'ollama' | 'app'>;

/** Providers in order of preference: those listed by name, then the three that a setting of their own brings. */
export function optionsFromSettings({ providers, llm, openai, ollama, app }: ProviderGroups): RegistryOptions {
  const limits: ProviderLimits = {
    connectSeconds: providers.connectTimeoutSeconds,
    firstTokenSeconds: providers.timeoutSeconds,
    idleSeconds: providers.idleTimeoutSeconds,
  };
  const all: ProviderOptions[] = providers.list.map((listed) => ({
    name: listed.name,
    type: listed.type,
    baseUrl: listed.baseUrl,
    apiKey: listed.apiKey,
    headers: listed.headers,
    model: listed.model,
    models: listed.models,
    limits: {
      connectSeconds: listed.connectTimeoutSeconds ?? limits.connectSeconds,
      firstTokenSeconds: listed.timeoutSeconds ?? limits.firstTokenSeconds,
      idleSeconds: listed.idleTimeoutSeconds ?? limits.idleSeconds,
    },
  }));
  if (llm.host !== undefined) {
    const parameters = llm.maxTokens === undefined ? undefined : { max_tokens: llm.maxTokens };
    const { host: baseUrl, apiKey, model } = llm;
    all.push({ name: 'llm', type: 'openai', baseUrl, apiKey, model, parameters, limits });
  }
  if (openai.apiKey !== undefined) {
    const { baseUrl, apiKey } = openai;
    all.push({ name: 'openai', type: 'openai', baseUrl, apiKey, limits });
  }
  if (ollama.url !== undefined) {
    all.push({ name: 'ollama', type: 'ollama', baseUrl: ollama.url, model: ollama.model, limits });
  }
  return {
    providers: all,
    limits,
    default: providers.default,
    fallback: providers.fallback,
    isEnabled: llm.enabled,
    isProduction: app.isProduction,
  };
}
