import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, Not, type EntityManager, type Repository } from 'typeorm';
import { Database } from '../database/database.js';
import { now } from '../kernel/clock.js';
import { Unauthenticated } from '../kernel/errors.js';
import { newId } from '../kernel/id.js';
import type { Caller } from './caller.js';
import { LoginThrottle } from './login-throttle.service.js';
import { Login } from './login.entity.js';
import { nameKey } from './name-key.js';
import { PasswordService } from './password.service.js';
import { RefreshToken } from './refresh-token.entity.js';
import { TokenService } from './token.service.js';
import { User } from './user.entity.js';

export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
  refreshExpiresIn: number;
  user: User;
}

const REFUSED = 'Wrong user name or password';

@Injectable()
export class LoginService {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly database: Database,
    private readonly passwords: PasswordService,
    private readonly throttle: LoginThrottle,
    private readonly tokens: TokenService,
  ) {}

  /** An unknown user, a wrong password and a deactivated account are refused alike, after the same work. */
  async login(username: string, password: string, address: string): Promise<TokenPair> {
    const account = nameKey(username);
    await this.throttle.begin(account, address);
    const user = await this.users.findOneBy({ nameKey: account });
    const matches = await this.passwords.verify(user?.passwordHash, password);
    if (!user || !matches || !user.isActive) throw new Unauthenticated(REFUSED);
    await this.throttle.succeed(account, address);

    const login = Login.of(user.id);
    const refresh = RefreshToken.of(login.id, this.tokens.refreshSeconds);
    await this.database.transaction(async (tx) => {
      await tx.insert(Login, login);
      await tx.insert(RefreshToken, refresh);
    });
    return this.pair(user, refresh);
  }

  async pair(user: User, refresh: RefreshToken): Promise<TokenPair> {
    const owner = { userId: user.id, version: user.tokenVersion };
    return {
      accessToken: await this.tokens.access({ ...owner, loginId: refresh.loginId, tokenId: newId() }),
      refreshToken: await this.tokens.refresh(refresh, owner),
      expiresIn: this.tokens.accessSeconds,
      refreshExpiresIn: Math.max(0, Math.ceil((refresh.expiresAt.getTime() - Date.now()) / 1000)),
      user,
    };
  }

  /** Ends every sign-in of the caller; no token made before is worth anything after. */
  async logout(caller: Caller): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.increment(User, { id: caller.userId }, 'tokenVersion', 1);
      await this.endLogins(tx, caller.userId);
    });
  }

  /** Ends every sign-in but the one that asks for it. */
  async changePassword(caller: Caller, current: string, replacement: string, address: string): Promise<void> {
    const user = await this.users.findOneByOrFail({ id: caller.userId });
    await this.throttle.begin(user.nameKey, address);
    if (!(await this.passwords.verify(user.passwordHash, current))) throw new Unauthenticated(REFUSED);
    await this.throttle.succeed(user.nameKey, address);
    const passwordHash = await this.passwords.hash(replacement);
    await this.database.transaction(async (tx) => {
      await tx.update(User, { id: user.id }, { passwordHash, updatedAt: now() });
      await this.endLogins(tx, user.id, caller.loginId);
    });
  }

  private async endLogins(tx: EntityManager, userId: string, except?: string): Promise<void> {
    await tx.update(Login, { userId, endedAt: IsNull(), ...(except && { id: Not(except) }) }, { endedAt: now() });
  }
}
