import { ERROR_CODES, type ErrorCode } from '../../kernel/errors.js';
import { Integer, OneOf, Text } from '../shared/fields.js';

const MANY = Number.MAX_SAFE_INTEGER;

export class UsageDto {
  @Integer({ min: 0, max: MANY })
  prompt_tokens: number;

  @Integer({ min: 0, max: MANY })
  completion_tokens: number;

  @Integer({ min: 0, max: MANY })
  total_tokens: number;
}

/** Why an answer failed. */
export class FailureDto {
  @OneOf(ERROR_CODES)
  code: ErrorCode;

  @Text({ max: 1000 })
  message: string;
}
