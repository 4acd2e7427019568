import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { Forbidden, ValidationFailed } from '../../../kernel/errors.js';
import type { Caller } from '../../../auth/caller.js';
import type { RequestIdentity } from '../../../runs/idempotency.js';
import type { Question } from '../../../runs/question.store.js';
import type { AskDto } from './ask.dto.js';

const KEY_MAX = 255;

/** The body as the question that it is. Throws where it speaks for somebody else, or says nothing. */
export function toQuestion(caller: Caller, threadId: string, body: AskDto): Question {
  for (const field of ['sender_id', 'user_id'] as const) {
    if (body[field] !== undefined && body[field].toLowerCase() !== caller.userId) {
      throw new Forbidden('identity_mismatch', `${field} is not the caller's`);
    }
  }
  const text = body.text ?? body.content;
  if (text === undefined) throw ValidationFailed.of('text', 'field required');
  if (body.content !== undefined && body.content !== text) throw ValidationFailed.of('content', 'differs from text');
  const { provider, model, fallback, parameters = {}, metadata = {}, parent_id, if_busy = 'queue' } = body;
  return {
    threadId,
    text,
    metadata,
    parentId: parent_id?.toLowerCase(),
    request: { provider, model, fallback, parameters: { ...parameters } },
    ifBusy: if_busy,
  };
}

/** What makes this request the same as an earlier one; undefined where the client named no key. */
export const Idempotency = createParamDecorator(
  (_: unknown, context: ExecutionContext): RequestIdentity | undefined => {
    const request = context.switchToHttp().getRequest<Request>();
    const key = request.get('idempotency-key');
    if (key === undefined) return undefined;
    if (key.length === 0 || key.length > KEY_MAX) {
      throw ValidationFailed.of('Idempotency-Key', `must be 1 to ${KEY_MAX} characters long`);
    }
    const path = request.path.replace(/\/+$/, '').toLowerCase();
    return { key, method: request.method, path, body: request.body as unknown };
  },
);

/** Seconds that the client would like to wait for the answer; 0 where it would not. */
export const PreferWait = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const header = context.switchToHttp().getRequest<Request>().get('prefer') ?? '';
  const wait = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})"?/i.exec(header)?.[1];
  return Math.min(Number(wait ?? 0), 300);
});
