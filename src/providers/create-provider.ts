import type { ChatProvider } from './chat-provider.js';
import { DemoProvider } from './demo.provider.js';
import { OllamaProvider } from './ollama.provider.js';
import { OpenAiProvider } from './openai.provider.js';
import type { ProviderOptions } from './provider-options.js';

const OPENAI = 'https://api.openai.com/v1';
const OLLAMA = 'http://localhost:11434';
/** OpenAI answers no request that names no model, and there is no setting for one. */
const OPENAI_MODEL = 'gpt-4o-mini';

export function createProvider(options: ProviderOptions): ChatProvider {
  const { name, type, baseUrl, model } = options;
  switch (type) {
    case 'openai': {
      const isOpenAi = new URL(baseUrl ?? OPENAI).hostname === 'api.openai.com';
      const own = {
        baseUrl: baseUrl ?? OPENAI,
        model: model ?? options.models?.[0] ?? (isOpenAi ? OPENAI_MODEL : undefined),
      };
      return new OpenAiProvider(name, { ...options, ...own });
    }
    case 'ollama':
      return new OllamaProvider(name, { ...options, baseUrl: baseUrl ?? OLLAMA, model: model ?? options.models?.[0] });
    case 'demo':
      return new DemoProvider(name);
  }
}
