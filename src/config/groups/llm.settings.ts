import { IsInt, IsOptional, Min } from 'class-validator';
import { apiBase } from '../kinds/web-address.js';
import { Setting } from '../setting.decorator.js';

export class LlmSettings {
  /** Always with its version: what follows it is `/chat/completions`. */
  @Setting({
    deprecated: ['CHAT_LLM_API_BASE'],
    secret: 'url',
    as: apiBase,
    meaning:
      'Address of the provider llm, a local OpenAI-compatible server, with or without its /v1; unset, there is none.',
  })
  readonly host?: string;

  @Setting({ meaning: 'Its model for requests that name none.' })
  readonly model?: string;

  @Setting({ deprecated: ['CHAT_LLM_API_KEY'], secret: true, meaning: 'Sent to it as bearer token.' })
  readonly apiKey?: string;

  @Setting({ meaning: 'Most tokens of an answer of it, where a request does not say.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  readonly maxTokens?: number;

  @Setting({ deprecated: ['CHAT_LLM_ENABLED'], meaning: 'false: messages are kept, no provider is called.' })
  readonly enabled: boolean = true;
}
