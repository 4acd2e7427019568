import { HttpException } from '@nestjs/common';
import { isDatabaseGone } from '../../../database/database-errors.js';
import { DomainError, NotFound, Unavailable, type ErrorCode } from '../../../kernel/errors.js';

/** What Express' body parser calls its errors. */
const BODY_ERRORS: Record<string, [ErrorCode, string]> = {
  'entity.parse.failed': ['malformed_body', 'The body is not valid JSON'],
  'entity.verify.failed': ['malformed_body', 'The body is not valid JSON'],
  'request.size.invalid': ['malformed_body', 'The body is shorter or longer than announced'],
  'request.aborted': ['malformed_body', 'The body was cut short'],
  'entity.too.large': ['payload_too_large', 'The body is too large'],
  'parameters.too.many': ['payload_too_large', 'The body has too many fields'],
  'encoding.unsupported': ['unsupported_media_type', 'The content encoding is not supported'],
  'charset.unsupported': ['unsupported_media_type', 'The character set is not supported'],
};

const HTTP_ERRORS: Record<number, [ErrorCode, string]> = {
  400: ['malformed_body', 'The request cannot be read'],
  413: ['payload_too_large', 'The body is too large'],
  415: ['unsupported_media_type', 'The body must be JSON'],
};

/** Whatever was thrown, as a domain error. What nobody foresaw is ours, and says nothing of itself. */
export function toDomainError(thrown: unknown): DomainError {
  // Nest wraps what the body parser throws.
  const original = thrown instanceof HttpException && thrown.cause instanceof Error ? thrown.cause : thrown;
  if (original instanceof DomainError) return original;
  if (isDatabaseGone(original)) return new Unavailable('The database does not answer', { cause: original });
  const { type } = (original ?? {}) as { type?: unknown };
  const status = thrown instanceof HttpException ? thrown.getStatus() : undefined;
  if (status === 404) return new NotFound('Route');
  const known = BODY_ERRORS[String(type)] ?? HTTP_ERRORS[status ?? 500];
  if (known) return new DomainError(...known, { cause: original });
  return new DomainError('internal_error', 'Something went wrong on our side', { cause: original });
}
