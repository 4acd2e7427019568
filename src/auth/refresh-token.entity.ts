import { Entity, Index } from 'typeorm';
import { IdColumn, RefColumn, TimeColumn } from '../database/columns.js';
import { now, secondsFrom } from '../kernel/clock.js';
import { newId } from '../kernel/id.js';
import { Login } from './login.entity.js';

/** A refresh token that was handed out; its id is the token's `jti`. The token itself is not kept: it can be signed again. */
@Entity('refresh_tokens')
@Index('refresh_tokens_login', ['loginId'])
@Index('refresh_tokens_expiry', ['expiresAt'])
export class RefreshToken {
  @IdColumn()
  id!: string;

  @RefColumn({ name: 'login_id', to: () => Login })
  loginId!: string;

  @TimeColumn({ name: 'issued_at' })
  issuedAt!: Date;

  @TimeColumn({ name: 'expires_at' })
  expiresAt!: Date;

  @TimeColumn({ name: 'spent_at', nullable: true })
  spentAt!: Date | null;

  @RefColumn({ name: 'successor_id', nullable: true })
  successorId!: string | null;

  static of(loginId: string, lifetimeSeconds: number): RefreshToken {
    // Whole seconds, as a JWT has them: signed again later, the token must come out the same.
    const issuedAt = new Date(Math.floor(now().getTime() / 1000) * 1000);
    return Object.assign(new RefreshToken(), {
      id: newId(),
      loginId,
      issuedAt,
      expiresAt: secondsFrom(issuedAt, lifetimeSeconds),
      spentAt: null,
      successorId: null,
    });
  }
}
