import { Injectable, ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { ValidationFailed, type ErrorDetail } from '../../../kernel/errors.js';

const UNKNOWN = 'whitelistValidation';

/** Bodies may hold known fields only; unknown query parameters are passed over: proxies and clients add their own. */
@Injectable()
export class StrictValidation extends ValidationPipe {
  private readonly lenient = new ValidationPipe({ transform: true, whitelist: true, exceptionFactory: toError });

  constructor() {
    super({ transform: true, whitelist: true, forbidNonWhitelisted: true, exceptionFactory: toError });
  }

  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'query') return this.lenient.transform(value, metadata) as Promise<unknown>;
    return super.transform(value, metadata) as Promise<unknown>;
  }
}

function toError(errors: ValidationError[]): ValidationFailed {
  return new ValidationFailed(errors.flatMap((error) => detailsOf(error, '')));
}

function detailsOf({ property, constraints = {}, children = [] }: ValidationError, parent: string): ErrorDetail[] {
  const field = parent === '' ? property : `${parent}.${property}`;
  const own = Object.entries(constraints).map(([name, message]) => ({
    field,
    message: name === UNKNOWN ? 'is not a known field' : withoutSubject(message, property),
  }));
  return [...own, ...children.flatMap((child) => detailsOf(child, field))];
}

/** class-validator's sentences begin with the field's name, which `field` says already. */
function withoutSubject(message: string, property: string): string {
  return message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
}
