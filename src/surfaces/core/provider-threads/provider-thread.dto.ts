import type { ProviderThread } from '../../../threads/provider-thread.entity.js';
import { Id, JsonObject, Text, Time } from '../../shared/fields.js';

const STATE_MAX_BYTES = 16 * 1024;

export class ProviderThreadQuery {
  @Text({ min: 1, max: 128, optional: true })
  provider?: string;
}

export class PutProviderThreadDto {
  @Text({
    min: 1,
    max: 128,
    optional: true,
    description: "The default provider's, unless given here or as `?provider=`.",
  })
  provider?: string;

  @Text({ min: 1, max: 1024, optional: true, nullable: true })
  conversation_id?: string | null;

  @JsonObject({ maxBytes: STATE_MAX_BYTES, optional: true })
  state?: Record<string, unknown>;
}

export class ProviderThreadDto {
  @Id()
  thread_id: string;

  @Text({ max: 128 })
  provider: string;

  @Text({ max: 1024, nullable: true, description: 'What the provider calls this conversation.' })
  conversation_id: string | null;

  @JsonObject({ maxBytes: STATE_MAX_BYTES })
  state: Record<string, unknown>;

  @Time()
  updated_at: string;

  static of(stored: ProviderThread): ProviderThreadDto {
    return {
      thread_id: stored.threadId,
      provider: stored.provider,
      conversation_id: stored.conversationId,
      state: stored.state,
      updated_at: stored.updatedAt.toISOString(),
    };
  }
}
