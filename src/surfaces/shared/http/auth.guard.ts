import { createParamDecorator, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { Authenticator } from '../../../auth/authenticator.service.js';
import type { Caller } from '../../../auth/caller.js';
import { Unauthenticated } from '../../../kernel/errors.js';
import { contextOf } from './request-id.js';

const ACCESS = 'access';

/** Open to all; credentials are not even looked at. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(ACCESS, 'public');

/** Open to all, but credentials that are given must be good. */
export const MaybeAnonymous = (): MethodDecorator => SetMetadata(ACCESS, 'maybe');

type Authenticated = Request & { caller?: Caller };

/** The caller; null only on routes that are open to all. */
export const CurrentUser = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<Authenticated>().caller ?? null,
);

/** Every route needs good credentials unless it says otherwise. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<string | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access === 'public') return true;
    const request = context.switchToHttp().getRequest<Authenticated>();
    const header = request.get('authorization');
    if (header === undefined && access === 'maybe') return true;
    const token = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(header ?? '')?.[1];
    if (token === undefined) throw new Unauthenticated();
    request.caller = await this.authenticator.authenticate(token);
    contextOf(request).userId = request.caller.userId;
    return true;
  }
}
