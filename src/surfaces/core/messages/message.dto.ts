import { ApiProperty } from '@nestjs/swagger';
import type { Page } from '../../../kernel/page.js';
import {
  MESSAGE_STATUSES,
  type Message,
  type MessageError,
  type MessageStatus,
} from '../../../threads/message.entity.js';
import type { Thread } from '../../../threads/thread.entity.js';
import { Id, JsonObject, ListOf, Nested, OneOf, Text, Time } from '../../shared/fields.js';
import { PageDto } from '../../shared/page.dto.js';
import { FailureDto, UsageDto } from '../shared.dto.js';

export class MessageDto {
  @Id()
  id: string;

  @Id()
  thread_id: string;

  @Id({ nullable: true })
  parent_id: string | null;

  @Id({ nullable: true, description: 'Who said it; null where a model did.' })
  sender_id: string | null;

  @Id({ description: 'Whose thread it is.' })
  user_id: string;

  @OneOf(['user', 'assistant', 'system'])
  role: Message['role'];

  @Text({ max: Number.MAX_SAFE_INTEGER })
  text: string;

  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true }, nullable: true })
  parts: unknown[] | null;

  @OneOf(MESSAGE_STATUSES)
  status: MessageStatus;

  @Text({ max: 128, nullable: true })
  provider: string | null;

  @Text({ max: 256, nullable: true })
  model: string | null;

  @Id({ nullable: true })
  run_id: string | null;

  @Nested(() => UsageDto, { nullable: true })
  usage: Record<string, number> | null;

  @Nested(() => FailureDto, { nullable: true })
  error: MessageError | null;

  @JsonObject({ maxBytes: 16 * 1024 })
  metadata: Record<string, unknown>;

  @Time()
  created_at: string;

  @Time()
  updated_at: string;

  static of(message: Message, thread: Pick<Thread, 'ownerId'>): MessageDto {
    return {
      id: message.id,
      thread_id: message.threadId,
      parent_id: message.parentId,
      sender_id: message.senderId,
      user_id: thread.ownerId,
      role: message.role,
      text: message.text,
      parts: message.parts,
      status: message.status,
      provider: message.provider,
      model: message.model,
      run_id: message.runId,
      usage: message.usage,
      error: message.error,
      metadata: message.metadata,
      created_at: message.createdAt.toISOString(),
      updated_at: message.updatedAt.toISOString(),
    };
  }
}

export class MessagePageDto extends PageDto {
  @ListOf(() => MessageDto)
  items: MessageDto[];

  static of(page: Page<Message>, thread: Thread): MessagePageDto {
    return { items: page.items.map((message) => MessageDto.of(message, thread)), ...PageDto.frame(page) };
  }
}
