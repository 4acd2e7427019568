import { Min } from 'class-validator';
import { records } from '../kinds/records.js';
import { Setting } from '../setting.decorator.js';
import { ProviderSettings } from './provider.settings.js';

export class ProvidersSettings {
  @Setting({
    deprecated: ['CHAT_PROVIDER'],
    defaultIs: 'the first configured',
    meaning: 'Provider of requests that name none.',
  })
  readonly default?: string;

  @Setting({
    defaultIs: 'all others in order',
    meaning: 'Providers to try, in this order, when one fails; unset, all others.',
  })
  readonly fallback?: string[];

  @Setting({
    as: records(ProviderSettings),
    meaning:
      'In YAML only: any number of `{name, type, base_url, api_key, model, models, headers, connect_timeout_seconds, timeout_seconds, idle_timeout_seconds}`.',
  })
  readonly list: ProviderSettings[] = [];

  @Setting({ names: ['CONNECT_TIMEOUT'], meaning: 'Seconds to wait for a connection.' })
  @Min(0.001)
  readonly connectTimeoutSeconds: number = 5;

  @Setting({
    names: ['REQUEST_TIMEOUT', 'PROVIDER_TIMEOUT_SECONDS'],
    deprecated: ['OLLAMA_TIMEOUT', 'CHAT_LLM_TIMEOUT_SECONDS', 'LLM__TIMEOUT_SECONDS'],
    meaning: 'Seconds to wait for the first token of an answer.',
  })
  @Min(0.001)
  readonly timeoutSeconds: number = 30;

  @Setting({ meaning: 'Seconds to wait for the next token.' })
  @Min(0.001)
  readonly idleTimeoutSeconds: number = 60;
}
