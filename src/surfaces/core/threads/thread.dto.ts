import { ValidateBy } from 'class-validator';
import type { Page } from '../../../kernel/page.js';
import type { Thread } from '../../../threads/thread.entity.js';
import { Flag, FlagParam, Id, Integer, IntegerParam, JsonObject, ListOf, Text, Time } from '../../shared/fields.js';
import { PageDto, PageQuery } from '../../shared/page.dto.js';
import { MessageDto } from '../messages/message.dto.js';

const METADATA_MAX_BYTES = 16 * 1024;

function placesAreNames(metadata: unknown): boolean {
  const isName = (value: unknown): boolean =>
    value === undefined || value === null || (typeof value === 'string' && value.length >= 1 && value.length <= 128);
  const { product_id, agent_id } = (metadata ?? {}) as Record<string, unknown>;
  return isName(product_id) && isName(agent_id);
}

/** What product and agent a thread belongs to must be a name: anything else could not be checked against a list. */
const NamesItsPlaces = (): PropertyDecorator =>
  ValidateBy({
    name: 'places',
    validator: {
      validate: placesAreNames,
      defaultMessage: () => 'must name product_id and agent_id, if at all, in 1 to 128 characters',
    },
  });

export class CreateThreadDto {
  @Text({ max: 500, optional: true, nullable: true })
  title?: string | null;

  @Text({ max: 10_000, optional: true, nullable: true })
  summary?: string | null;

  @JsonObject({ maxBytes: METADATA_MAX_BYTES, optional: true, default: {} })
  @NamesItsPlaces()
  metadata?: Record<string, unknown>;
}

export class UpdateThreadDto extends CreateThreadDto {
  @Flag({ optional: true, description: '`false` restores a deleted thread.' })
  is_deleted?: boolean;
}

export class ThreadListQuery extends PageQuery {
  @FlagParam({ default: false })
  include_deleted?: boolean;

  @Text({ min: 1, max: 128, optional: true })
  product_id?: string;

  @Text({ min: 1, max: 128, optional: true })
  agent_id?: string;

  @Text({ min: 1, max: 256, optional: true })
  model?: string;
}

export class ThreadQuery {
  @IntegerParam({ min: 0, max: 100, default: 50, description: 'How many of the latest messages come along.' })
  messages: number = 50;
}

export class RemoveThreadQuery {
  @FlagParam({ default: false, description: 'For good, with all that hangs on it.' })
  purge?: boolean;
}

export class ThreadDto {
  @Id()
  id: string;

  @Id()
  user_id: string;

  @Text({ max: 500, nullable: true })
  title: string | null;

  @Text({ max: 10_000, nullable: true })
  summary: string | null;

  @JsonObject({ maxBytes: METADATA_MAX_BYTES })
  metadata: Record<string, unknown>;

  @Text({ max: 128, nullable: true })
  product_id: string | null;

  @Text({ max: 128, nullable: true })
  agent_id: string | null;

  @Text({ max: 128, nullable: true, description: 'Who answered last.' })
  provider: string | null;

  @Text({ max: 256, nullable: true })
  model: string | null;

  @Flag()
  is_deleted: boolean;

  @Integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
  message_count: number;

  @Time()
  created_at: string;

  @Time()
  updated_at: string;

  @Time({ nullable: true })
  last_message_at: string | null;

  static of(thread: Thread): ThreadDto {
    return {
      id: thread.id,
      user_id: thread.ownerId,
      title: thread.title,
      summary: thread.summary,
      metadata: thread.metadata,
      product_id: thread.productId,
      agent_id: thread.agentId,
      provider: thread.provider,
      model: thread.model,
      is_deleted: thread.isDeleted,
      message_count: thread.messageCount,
      created_at: thread.createdAt.toISOString(),
      updated_at: thread.updatedAt.toISOString(),
      last_message_at: thread.lastMessageAt?.toISOString() ?? null,
    };
  }
}

export class ThreadWithMessagesDto extends ThreadDto {
  @ListOf(() => MessageDto, { description: 'The latest ones, oldest first.' })
  messages: MessageDto[];
}

export class ThreadPageDto extends PageDto {
  @ListOf(() => ThreadDto)
  items: ThreadDto[];

  static of(page: Page<Thread>): ThreadPageDto {
    return { items: page.items.map((thread) => ThreadDto.of(thread)), ...PageDto.frame(page) };
  }
}
