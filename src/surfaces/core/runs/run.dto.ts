import type { ErrorCode } from '../../../kernel/errors.js';
import type { Attempt } from '../../../providers/provider.router.js';
import type { Run } from '../../../runs/run.entity.js';
import { MESSAGE_STATUSES, type MessageError, type MessageStatus } from '../../../threads/message.entity.js';
import { FlagParam, Id, IntegerParam, ListOf, Nested, OneOf, Text, Time } from '../../shared/fields.js';
import { FailureDto, UsageDto } from '../shared.dto.js';

const FAILED = 'The provider could not answer';
const FAILURES: Partial<Record<ErrorCode, string>> = {
  provider_unavailable: 'The provider cannot be reached',
  provider_timeout: 'The provider took too long to answer',
};

export class AttemptDto {
  @Text({ max: 128 })
  provider: string;

  @Text({ max: 256, nullable: true })
  model: string | null;

  @OneOf(['completed', 'failed', 'aborted'], { nullable: true, description: 'Null while it goes on.' })
  outcome: string | null;

  @Nested(() => FailureDto, { optional: true })
  error?: MessageError;

  @Time()
  started_at: string;

  @Time({ nullable: true })
  ended_at: string | null;

  /** What a provider said of its failure is for the log: it may name hosts, accounts, or what others wrote. */
  static of({ error, ...attempt }: Attempt): AttemptDto {
    return { ...attempt, ...(error && { error: { code: error.code, message: FAILURES[error.code] ?? FAILED } }) };
  }
}

export class RunDto {
  @Id()
  id: string;

  @Id()
  thread_id: string;

  @Id({ description: "The answer's." })
  message_id: string;

  @OneOf(MESSAGE_STATUSES)
  status: MessageStatus;

  @Text({ max: 128, nullable: true })
  provider: string | null;

  @Text({ max: 256, nullable: true })
  model: string | null;

  @ListOf(() => AttemptDto)
  attempts: AttemptDto[];

  @Nested(() => UsageDto, { nullable: true })
  usage: Record<string, number> | null;

  @Nested(() => FailureDto, { nullable: true })
  error: MessageError | null;

  @Time()
  created_at: string;

  @Time({ nullable: true })
  started_at: string | null;

  @Time({ nullable: true })
  first_token_at: string | null;

  @Time({ nullable: true })
  finished_at: string | null;

  static of(run: Run): RunDto {
    return {
      id: run.id,
      thread_id: run.threadId,
      message_id: run.messageId,
      status: run.status,
      provider: run.provider,
      model: run.model,
      attempts: run.attempts.map((attempt) => AttemptDto.of(attempt)),
      usage: run.usage,
      error: run.error,
      created_at: run.createdAt.toISOString(),
      started_at: run.startedAt?.toISOString() ?? null,
      first_token_at: run.firstTokenAt?.toISOString() ?? null,
      finished_at: run.finishedAt?.toISOString() ?? null,
    };
  }
}

export class RunListDto {
  @ListOf(() => RunDto, { description: 'Newest first.' })
  items: RunDto[];
}

export class RunListQuery {
  @IntegerParam({ min: 1, max: 100, default: 20 })
  limit: number = 20;
}

export class AttachQuery {
  @IntegerParam({ min: 0, max: 1_000_000_000, description: 'How many `data:` events were received so far.' })
  starting_after?: number;

  @FlagParam({ default: false, description: 'Number the events with `id:` lines.' })
  event_ids?: boolean;
}

export class StreamQuery {
  @FlagParam({ default: false, description: 'Number the events with `id:` lines.' })
  event_ids?: boolean;
}
