import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import { now, secondsFrom } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import { IdempotencyKey } from './idempotency-key.entity.js';

const LIFETIME_SECONDS = 24 * 60 * 60;

/** What makes a request the same one, whatever process it reaches. */
export interface RequestIdentity {
  key: string;
  method: string;
  path: string;
  /** The validated body. */
  body: unknown;
}

const hash = (...parts: string[]): string => createHash('sha256').update(parts.join('\n')).digest('base64url');

export function keyId(callerId: string, { method, path, key }: RequestIdentity): string {
  return hash(callerId, method, path, key);
}

export function bodyHash(body: unknown): string {
  return hash(JSON.stringify(sorted(body)) ?? '');
}

/**
 * What the same request made before, if anything; racing twins wait here for each other. Throws `idempotency_mismatch` where the key
 * came with another body.
 */
export async function findEarlier(
  database: Database,
  tx: EntityManager,
  callerId: string,
  identity: RequestIdentity,
): Promise<IdempotencyKey | null> {
  const id = keyId(callerId, identity);
  await database.lock(tx, id);
  const earlier = await tx.findOneBy(IdempotencyKey, { id });
  if (!earlier) return null;
  if (secondsFrom(earlier.createdAt, LIFETIME_SECONDS) < now()) {
    await tx.delete(IdempotencyKey, { id });
    return null;
  }
  if (earlier.bodyHash !== bodyHash(identity.body)) {
    throw new DomainError('idempotency_mismatch', 'This Idempotency-Key was used with another body');
  }
  return earlier;
}

/** Objects that differ in the order of their keys alone are the same. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
