import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { LimitsSettings } from '../config/groups/limits.settings.js';
import { Database } from '../database/database.js';
import { now, secondsFrom } from '../kernel/clock.js';
import { RateLimited } from '../kernel/errors.js';
import { LoginFailure } from './login-failure.entity.js';

const WINDOW_SECONDS = 15 * 60;
const FREE_TRIES = 10;
/** Growing, but never for ever: nobody can lock another's account. */
const DELAY_MAX_SECONDS = 15 * 60;

interface Subject {
  id: string;
  tries: number;
}

/** Slows the guessing of passwords. A try counts as a failure from its start, so that guesses made side by side count too. */
@Injectable()
export class LoginThrottle {
  constructor(
    private readonly database: Database,
    private readonly limits: LimitsSettings,
  ) {}

  /** Throws `RateLimited` while the account or the address must wait. */
  async begin(account: string, address: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      for (const subject of this.subjects(account, address)) await this.count(tx, subject);
    });
  }

  /** The try was no failure after all. */
  async succeed(account: string, address: string): Promise<void> {
    const [ofAccount, ofAddress] = this.subjects(account, address);
    await this.database.transaction(async (tx) => {
      await tx.delete(LoginFailure, { subject: ofAccount.id });
      await tx.decrement(LoginFailure, { subject: ofAddress.id }, 'failures', 1);
    });
  }

  private subjects(account: string, address: string): [Subject, Subject] {
    const id = (text: string): string => createHash('sha256').update(text).digest('base64url');
    return [
      { id: id(`account:${account}`), tries: FREE_TRIES },
      { id: id(`address:${address}`), tries: FREE_TRIES * this.limits.addressFactor },
    ];
  }

  private async count(tx: EntityManager, { id, tries }: Subject): Promise<void> {
    await this.database.lock(tx, id);
    const at = now();
    const found = await tx.findOneBy(LoginFailure, { subject: id });
    if (found?.delayedUntil && found.delayedUntil > at) {
      const seconds = (found.delayedUntil.getTime() - at.getTime()) / 1000;
      throw new RateLimited('Too many failed sign-ins', seconds, {
        name: 'sign-in',
        quota: tries,
        windowSeconds: WINDOW_SECONDS,
      });
    }
    const current = found && secondsFrom(found.windowStartedAt, WINDOW_SECONDS) > at ? found : null;
    const failures = (current?.failures ?? 0) + 1;
    const delay = Math.min(2 ** (failures - tries), DELAY_MAX_SECONDS);
    await tx.save(LoginFailure, {
      subject: id,
      failures,
      // A window does not close while its delay lasts, so that delays go on growing under a steady attack.
      windowStartedAt: current && failures < tries ? current.windowStartedAt : at,
      delayedUntil: failures >= tries ? secondsFrom(at, delay) : null,
    });
  }
}
