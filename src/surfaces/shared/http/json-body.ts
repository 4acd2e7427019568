import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type Request, type Response } from 'express';
import { DomainError, ValidationFailed } from '../../../kernel/errors.js';
import { findUnsafe } from './unsafe-json.js';

/** Where a form is as good as JSON: OAuth2's password grant. */
const FORMS = /\/auth\/login\/?$/;

/** Lets nothing but well-formed JSON objects through to a controller. */
export function acceptJson(app: NestExpressApplication, limit: number): void {
  app.use(refuseOtherMedia);
  app.use(express.json({ limit }));
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

function refuseUnsafe(request: Request, _response: Response, next: NextFunction): void {
  const body = request.body as unknown;
  if (Array.isArray(body)) return next(ValidationFailed.of('body', 'must be an object'));
  const fault = body === undefined ? null : findUnsafe(body);
  next(fault ? new ValidationFailed([fault]) : undefined);
}
