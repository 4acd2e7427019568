import type { ChatParameters } from '../chat-provider.js';
import type { Lookup } from './allowed-addresses.js';
import type { ProviderLimits } from './exchange.js';

/** What an adapter needs to know of a server that it asks over HTTP. */
export interface HttpProviderOptions {
  baseUrl: string;
  apiKey?: string;
  headers?: Record<string, string>;
  model?: string;
  /** For what a request leaves open. */
  parameters?: ChatParameters;
  limits: ProviderLimits;
  lookup?: Lookup;
}
