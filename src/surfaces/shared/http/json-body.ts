import { isUtf8 } from 'node:buffer';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type Request, type Response } from 'express';
import { DomainError, ValidationFailed } from '../../../kernel/errors.js';
import { findUnsafe } from './unsafe-json.js';

/** Where a form is as good as JSON: OAuth2's password grant. */
const FORMS = /\/auth\/login\/?$/;

/** Lets nothing but well-formed JSON objects through to a controller. */
export function acceptJson(app: NestExpressApplication, limit: number): void {
  app.use(refuseOtherMedia);
  app.use(express.json({ limit, strict: false, verify: mustBeUnicode }));
  app.use(express.urlencoded({ limit, extended: false, parameterLimit: 20 }));
  app.use(refuseUnsafe);
}

function refuseOtherMedia(request: Request, _response: Response, next: NextFunction): void {
  // Null where there is no body at all; clients that announce one of no bytes mean the same.
  const isEmpty = request.headers['content-length'] === '0';
  const isJson = isEmpty ? null : request.is('application/json');
  const isForm = FORMS.test(request.path) && request.is('application/x-www-form-urlencoded');
  if (isJson === null || isJson || isForm) return next();
  next(new DomainError('unsupported_media_type', 'The body must be JSON, with Content-Type: application/json'));
}

/** A decoder would put replacement characters where the bytes are wrong, and what is kept would not be what was sent. */
function mustBeUnicode(_request: unknown, _response: unknown, bytes: Buffer): void {
  if (!isUtf8(bytes)) throw new DomainError('malformed_body', 'The body is not valid UTF-8');
}

function refuseUnsafe(request: Request, _response: Response, next: NextFunction): void {
  const body = request.body as unknown;
  if (body === undefined) return next();
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    return next(ValidationFailed.of('body', 'must be an object'));
  }
  const fault = findUnsafe(body);
  next(fault ? new ValidationFailed([fault]) : undefined);
}
