import { randomBytes } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import pLimit from 'p-limit';
import { Unavailable } from '../kernel/errors.js';

/** OWASP's first choice for Argon2id (the library's default algorithm): 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const AT_ONCE = 4;
/** About six seconds of work; whoever comes later is better told so. */
const WAITING_MAX = 256;

@Injectable()
export class PasswordService implements OnModuleInit {
  private readonly limit = pLimit(AT_ONCE);
  private nobodys = '';

  async onModuleInit(): Promise<void> {
    this.nobodys = await hash(randomBytes(32), COST);
  }

  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(password.normalize('NFKC'), COST));
  }

  /** Without a stored hash it takes the same time and answers no: nobody learns from the clock whether an account exists. */
  verify(stored: string | undefined, password: string): Promise<boolean> {
    return this.inTurn(
      async () => (await verify(stored ?? this.nobodys, password.normalize('NFKC'))) && stored !== undefined,
    );
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.limit.pendingCount >= WAITING_MAX) throw new Unavailable('Too many sign-ins at once', { retryAfter: 2 });
    return this.limit(work);
  }
}
