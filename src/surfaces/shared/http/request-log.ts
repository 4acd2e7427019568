import { Logger } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { contextOf } from './request-id.js';

const logger = new Logger('Request');

/** One line a request, when it is over. The route's pattern, not its address: addresses can hold secrets, and patterns can be counted. */
export function logRequest(request: Request, response: Response, next: NextFunction): void {
  const start = performance.now();
  response.on('close', () => {
    const { requestId, userId } = contextOf(request);
    const route = (request.route as { path?: string } | undefined)?.path ?? 'unmatched';
    logger.log({
      msg: 'request',
      request_id: requestId,
      method: request.method,
      route,
      status: response.statusCode,
      duration_ms: Math.round((performance.now() - start) * 10) / 10,
      ...(userId !== undefined && { user_id: userId }),
      ...(!response.writableFinished && { aborted: true }),
    });
  });
  next();
}
