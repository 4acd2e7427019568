import type { NextFunction, Request, Response } from 'express';
import { newId } from '../../../kernel/id.js';
import { requestContext, type RequestContext } from '../../../kernel/request-context.js';

const SANE = /^[A-Za-z0-9._-]{1,128}$/;
const CONTEXT = Symbol('request context');

type WithContext = Request & { [CONTEXT]?: RequestContext };

/** Gives every request an id, the caller's own where that is a sane one, and says it in the answer. */
export function identifyRequest(request: Request, response: Response, next: NextFunction): void {
  const given = request.get('x-request-id');
  const context = { requestId: given !== undefined && SANE.test(given) ? given : newId() };
  (request as WithContext)[CONTEXT] = context;
  response.setHeader('X-Request-ID', context.requestId);
  requestContext.run(context, next);
}

export function contextOf(request: Request): RequestContext {
  return ((request as WithContext)[CONTEXT] ??= { requestId: newId() });
}

export function requestIdOf(request: Request): string {
  return contextOf(request).requestId;
}
