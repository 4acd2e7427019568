import { Injectable } from '@nestjs/common';
import { IsNull, type EntityManager } from 'typeorm';
import { Database } from '../database/database.js';
import { now, secondsFrom } from '../kernel/clock.js';
import { Unauthenticated } from '../kernel/errors.js';
import { LoginService, type TokenPair } from './login.service.js';
import { Login } from './login.entity.js';
import { RefreshToken } from './refresh-token.entity.js';
import { TokenService } from './token.service.js';
import { User } from './user.entity.js';

/** How long an answer that got lost may be asked for again. */
const REPEAT_SECONDS = 30;

@Injectable()
export class RefreshService {
  constructor(
    private readonly database: Database,
    private readonly tokens: TokenService,
    private readonly logins: LoginService,
  ) {}

  /**
   * A refresh token works once. Its immediate predecessor gets the same successor again for 30 seconds: two tabs that race must not
   * log a user out. Any other use of a spent token means that somebody has a copy, and ends the login.
   */
  async refresh(token: string): Promise<TokenPair> {
    const claims = await this.tokens.verify(token, 'refresh');
    const outcome = await this.database.transaction(async (tx) => {
      const user = await tx.findOneBy(User, { id: claims.userId, tokenVersion: claims.version, isActive: true });
      const login = await tx.findOneBy(Login, { id: claims.loginId, userId: claims.userId, endedAt: IsNull() });
      if (!user || !login) throw new Unauthenticated();
      const successor = await this.rotate(tx, claims.tokenId, login.id);
      // Not thrown in here: the login's end must be committed.
      if (!successor) await tx.update(Login, { id: login.id }, { endedAt: now() });
      return { user, successor };
    });
    if (!outcome.successor) throw new Unauthenticated('The refresh token was used before', 'token_reused');
    return this.logins.pair(outcome.user, outcome.successor);
  }

  /** Null where the token was spent before, and not just now. */
  private async rotate(tx: EntityManager, tokenId: string, loginId: string): Promise<RefreshToken | null> {
    const successor = RefreshToken.of(loginId, this.tokens.refreshSeconds);
    const spent = await tx.update(
      RefreshToken,
      { id: tokenId, loginId, spentAt: IsNull() },
      { spentAt: now(), successorId: successor.id },
    );
    if (spent.affected) {
      await tx.insert(RefreshToken, successor);
      return successor;
    }
    const predecessor = await tx.findOneBy(RefreshToken, { id: tokenId, loginId });
    if (!predecessor?.spentAt) throw new Unauthenticated();
    if (secondsFrom(predecessor.spentAt, REPEAT_SECONDS) < now()) return null;
    return tx.findOneBy(RefreshToken, { id: predecessor.successorId!, spentAt: IsNull() });
  }
}
