import { IsNotEmpty, IsOptional, Matches, Min } from 'class-validator';
import { record } from '../kinds/list.js';
import { oneOf } from '../kinds/scalars.js';
import { webAddress } from '../kinds/web-address.js';
import { Setting } from '../setting.decorator.js';

export const PROVIDER_TYPES = ['openai', 'ollama', 'demo'] as const;
export type ProviderType = (typeof PROVIDER_TYPES)[number];

/** One entry of `providers.list`. */
export class ProviderSettings {
  @Setting({ meaning: 'What requests call it.' })
  @Matches(/^[\w.-]+$/, { message: 'is needed: letters, digits, ., - and _' })
  readonly name: string;

  @Setting({ as: oneOf(PROVIDER_TYPES), meaning: `The protocol it speaks: ${PROVIDER_TYPES.join(', ')}.` })
  @IsNotEmpty({ message: `is needed: ${PROVIDER_TYPES.join(', ')}` })
  readonly type: ProviderType;

  @Setting({ secret: 'url', as: webAddress, meaning: 'Its address; for openai with the /v1.' })
  readonly baseUrl?: string;

  @Setting({ secret: true, meaning: 'Sent as bearer token.' })
  readonly apiKey?: string;

  @Setting({ meaning: 'Model for requests that name none.' })
  readonly model?: string;

  @Setting({ meaning: 'Models that it offers; unset, it is asked.' })
  readonly models?: string[];

  @Setting({ secret: true, as: record, meaning: 'Sent with every request.' })
  readonly headers?: Record<string, string>;

  @Setting({ meaning: 'In place of providers.connect_timeout_seconds.' })
  @IsOptional()
  @Min(0.001)
  readonly connectTimeoutSeconds?: number;

  @Setting({ meaning: 'In place of providers.timeout_seconds.' })
  @IsOptional()
  @Min(0.001)
  readonly timeoutSeconds?: number;

  @Setting({ meaning: 'In place of providers.idle_timeout_seconds.' })
  @IsOptional()
  @Min(0.001)
  readonly idleTimeoutSeconds?: number;
}
