import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';

/** Says the version that a later `If-Match` may name. */
export function setVersion(response: Response, version: number): void {
  response.setHeader('ETag', `"${version}"`);
}

/** The version that the caller's change was made against; undefined where any will do, and one that never was where it names none of ours. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number | undefined => {
  const header = context.switchToHttp().getRequest<Request>().get('if-match');
  if (header === undefined || header.trim() === '*') return undefined;
  return Number(/^"(\d{1,15})"$/.exec(header.trim())?.[1] ?? -1);
});
