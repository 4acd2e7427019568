import type { DomainError, ErrorCode } from '../../../kernel/errors.js';

/** How one surface tells of errors: its paths, the statuses in which it differs, and its body. */
export interface ErrorDialect {
  paths: RegExp;
  status: Partial<Record<ErrorCode, number>>;
  body(error: DomainError, requestId: string): unknown;
}

/** The core's form; also of operations, and of every path that no surface claims. */
export const coreErrors: ErrorDialect = {
  paths: /^/,
  status: {},
  body(error, requestId) {
    if (error.code === 'rate_limited' || error.code === 'too_many_streams') {
      return { error: 'rate_limited', retry_after: error.retryAfter ?? 1 };
    }
    const { code, message, details } = error;
    return { error: { code, message, request_id: requestId, ...(details && { details }) } };
  },
};
