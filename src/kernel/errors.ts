/** Every way in which a request can fail, whatever protocol it came by. Surfaces give each a status and a shape. */
export const ERROR_CODES = [
  'validation_failed',
  'malformed_body',
  'unsupported_media_type',
  'payload_too_large',
  'unauthenticated',
  'token_expired',
  'token_reused',
  'forbidden',
  'product_not_allowed',
  'agent_not_allowed',
  'identity_mismatch',
  'not_found',
  'conflict',
  'run_in_progress',
  'precondition_failed',
  'idempotency_mismatch',
  'idempotency_in_progress',
  'rate_limited',
  'quota_exceeded',
  'too_many_streams',
  'internal_error',
  'unavailable',
  'shutting_down',
  'provider_error',
  'provider_unavailable',
  'provider_timeout',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export interface ErrorDetail {
  field: string;
  message: string;
}

/** A limit that was hit, as the RateLimit headers name it. */
export interface RatePolicy {
  name: string;
  quota: number;
  windowSeconds: number;
}

/** What services throw: a code and a sentence a client may read. Never a status, never a secret, never another user's data. */
export class DomainError extends Error {
  /** Seconds after which asking again may help. */
  retryAfter?: number;
  details?: ErrorDetail[];
  policy?: RatePolicy;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions & { retryAfter?: number; details?: ErrorDetail[] },
  ) {
    super(message, options);
    this.name = new.target.name;
    this.retryAfter = options?.retryAfter;
    this.details = options?.details;
  }
}

/** Also for what belongs to someone else: nobody may learn which of the two it was. */
export class NotFound extends DomainError {
  constructor(what: string) {
    super('not_found', `${what} not found`);
  }
}

export class ValidationFailed extends DomainError {
  constructor(details: ErrorDetail[]) {
    super('validation_failed', 'The request is not valid', { details });
  }

  static of(field: string, message: string): ValidationFailed {
    return new ValidationFailed([{ field, message }]);
  }
}

export class Forbidden extends DomainError {
  constructor(code: 'forbidden' | 'product_not_allowed' | 'agent_not_allowed' | 'identity_mismatch', message: string) {
    super(code, message);
  }
}

export class Unauthenticated extends DomainError {
  constructor(
    message = 'Authentication is required',
    code: 'unauthenticated' | 'token_expired' | 'token_reused' = 'unauthenticated',
  ) {
    super(code, message);
  }
}

export class Conflict extends DomainError {
  constructor(message: string, code: 'conflict' | 'run_in_progress' = 'conflict') {
    super(code, message);
  }
}

export class RateLimited extends DomainError {
  constructor(message: string, retryAfter: number, policy: RatePolicy) {
    super('rate_limited', message, { retryAfter });
    this.policy = policy;
  }
}

/** Something that we depend on does not answer now: the database, or this process is at its limit. */
export class Unavailable extends DomainError {
  constructor(message: string, options?: ErrorOptions & { retryAfter?: number }) {
    super('unavailable', message, { retryAfter: 1, ...options });
  }
}
