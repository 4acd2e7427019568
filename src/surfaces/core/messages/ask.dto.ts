import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import type { Asked } from '../../../runs/ask.service.js';
import type { Run } from '../../../runs/run.entity.js';
import type { Message } from '../../../threads/message.entity.js';
import { MESSAGE_STATUSES, type MessageStatus } from '../../../threads/message.entity.js';
import type { Thread } from '../../../threads/thread.entity.js';
import { Decimal, Id, Integer, JsonObject, Nested, OneOf, Text, TextList } from '../../shared/fields.js';
import { RunDto } from '../runs/run.dto.js';
import { MessageDto } from './message.dto.js';

/** Of one message; the body limit is usually lower. */
const TEXT_MAX = 1_000_000;

function isStop(value: unknown): boolean {
  const list = typeof value === 'string' ? [value] : value;
  return Array.isArray(list) && list.length <= 4 && list.every((item) => typeof item === 'string' && item.length > 0);
}

const Stop = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' }, maxItems: 4 }] }),
    ValidateBy({
      name: 'stop',
      validator: {
        validate: (value) => value === undefined || isStop(value),
        defaultMessage: () => 'must be a text or at most four',
      },
    }),
  );

/** Sampling parameters under OpenAI's names, in OpenAI's bounds. */
export class ParametersDto {
  @Decimal({ min: 0, max: 2, optional: true })
  temperature?: number;

  @Integer({ min: 1, max: 10_000_000, optional: true })
  max_tokens?: number;

  @Integer({ min: 1, max: 10_000_000, optional: true })
  max_completion_tokens?: number;

  @Decimal({ min: 0, max: 1, optional: true })
  top_p?: number;

  @Stop()
  stop?: string | string[];

  @Decimal({ min: -2, max: 2, optional: true })
  presence_penalty?: number;

  @Decimal({ min: -2, max: 2, optional: true })
  frequency_penalty?: number;

  @Integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER, optional: true })
  seed?: number;

  @OneOf(['none', 'minimal', 'low', 'medium', 'high', 'xhigh'], { optional: true })
  reasoning_effort?: string;
}

export class AskDto {
  @Text({
    min: 1,
    max: TEXT_MAX,
    optional: true,
    description: 'What is asked; needed, under this name or as `content`.',
  })
  text?: string;

  @Text({ min: 1, max: TEXT_MAX, optional: true, description: 'Another name of `text`.' })
  content?: string;

  @Id({ optional: true, description: "The caller's own, if given." })
  sender_id?: string;

  @Id({ optional: true, description: "The caller's own, if given." })
  user_id?: string;

  @OneOf(['user'], { optional: true })
  role?: 'user';

  @Text({ min: 1, max: 256, optional: true, description: '`model` or `provider/model`.' })
  model?: string;

  @Text({ min: 1, max: 128, optional: true })
  provider?: string;

  @TextList({ max: 20, length: 128, optional: true, description: 'Whom to try after `provider`; `[]` is nobody.' })
  fallback?: string[];

  @Nested(() => ParametersDto, { optional: true })
  parameters?: ParametersDto;

  @JsonObject({ maxBytes: 16 * 1024, optional: true, default: {} })
  metadata?: Record<string, unknown>;

  @Id({ optional: true, description: 'The message that this one follows; the last one, unless given.' })
  parent_id?: string;

  @OneOf(['queue', 'reject', 'interrupt'], {
    optional: true,
    default: 'queue',
    description: 'What happens while an answer is under way in the thread.',
  })
  if_busy?: 'queue' | 'reject' | 'interrupt';
}

export class UpdateMessageDto {
  @OneOf(MESSAGE_STATUSES, { optional: true })
  status?: MessageStatus;

  @Text({ min: 1, max: TEXT_MAX, optional: true })
  text?: string;
}

/** What a question made. */
export class AskedDto {
  @Nested(() => MessageDto)
  message: MessageDto;

  @Nested(() => RunDto, { optional: true, description: 'Missing where models are switched off.' })
  run?: RunDto;

  @Nested(() => MessageDto, { optional: true, description: 'With `Prefer: wait`, once it is done.' })
  answer?: MessageDto;

  static of({ message, run }: Pick<Asked, 'message' | 'run'>, owner: Pick<Thread, 'ownerId'>): AskedDto {
    return { message: MessageDto.of(message, owner), ...(run && { run: RunDto.of(run) }) };
  }

  static answered(message: Message, run: Run, answer: Message, owner: Pick<Thread, 'ownerId'>): AskedDto {
    return { ...AskedDto.of({ message, run }, owner), answer: MessageDto.of(answer, owner) };
  }
}
