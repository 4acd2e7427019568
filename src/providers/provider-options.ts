import type { ChatParameters } from './chat-provider.js';
import type { ProviderLimits } from './http/exchange.js';

/** One provider, as configuration gives it; whatever the source of it was. */
export interface ProviderOptions {
  name: string;
  type: 'openai' | 'ollama' | 'demo';
  baseUrl?: string;
  apiKey?: string;
  headers?: Record<string, string>;
  /** For requests that name none. */
  model?: string;
  /** What it offers, where it need not be asked. */
  models?: string[];
  /** For what a request leaves open. */
  parameters?: ChatParameters;
  limits: ProviderLimits;
}

export interface RegistryOptions {
  /** In their order of preference. */
  providers: ProviderOptions[];
  /** Of providers that have none of their own. */
  limits: ProviderLimits;
  default?: string;
  /** Undefined: all others, in order. */
  fallback?: string[];
  /** False: messages are kept, and nobody is asked. */
  isEnabled: boolean;
  isProduction: boolean;
}
