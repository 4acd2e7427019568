import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { DomainError } from '../../../kernel/errors.js';
import { ErrorCounter } from '../../../observability/error-counter.js';
import { requestIdOf } from '../http/request-id.js';
import { coreErrors, type ErrorDialect } from './error-dialect.js';
import { ERROR_STATUS } from './error-status.js';
import { toDomainError } from './framework-errors.js';

/** Every surface's, most particular first. */
const DIALECTS: ErrorDialect[] = [coreErrors];

/** The one place where failures get a status and a shape. Global: a body that cannot be parsed fails before any route is chosen. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(ErrorFilter.name);

  constructor(private readonly errors: ErrorCounter) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const error = toDomainError(thrown);
    const dialect = DIALECTS.find(({ paths }) => paths.test(request.path)) ?? coreErrors;
    const status = dialect.status[error.code] ?? ERROR_STATUS[error.code];
    this.report(error, status);

    // A stream that has begun has its own way of telling; here it can only end.
    if (response.headersSent) {
      response.destroy();
      return;
    }
    // A stream's headers, or a route's, are no longer true.
    for (const header of ['Content-Type', 'ETag', 'X-Accel-Buffering']) response.removeHeader(header);
    response.setHeader('Cache-Control', 'no-store');
    if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    if (error.retryAfter !== undefined) this.tellWhen(response, error);
    response.status(status).json(dialect.body(error, requestIdOf(request)));
  }

  private tellWhen(response: Response, { retryAfter, policy }: DomainError): void {
    const seconds = Math.max(1, Math.ceil(retryAfter ?? 1));
    response.setHeader('Retry-After', seconds);
    if (!policy) return;
    response.setHeader('RateLimit', `"${policy.name}";r=0;t=${seconds}`);
    response.setHeader('RateLimit-Policy', `"${policy.name}";q=${policy.quota};w=${policy.windowSeconds}`);
  }

  private report(error: DomainError, status: number): void {
    if (status < 500) return;
    this.errors.count();
    if (status === 500 || error.code === 'unavailable') {
      this.logger.error({ msg: 'A request failed', code: error.code, err: error.cause ?? error });
    }
  }
}
