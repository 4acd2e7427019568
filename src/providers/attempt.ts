import { now } from '../kernel/clock.js';
import { DomainError, type ErrorCode } from '../kernel/errors.js';

/** One try at one provider, as a run keeps and shows it. */
export interface Attempt {
  provider: string;
  /** Null where the provider chose, and has not said yet. */
  model: string | null;
  started_at: string;
  /** Null while it goes on, as is `outcome`. */
  ended_at: string | null;
  outcome: 'completed' | 'failed' | 'aborted' | null;
  error?: { code: ErrorCode; message: string };
}

export function beginAttempt(provider: string, model: string | null): Attempt {
  return { provider, model, started_at: now().toISOString(), ended_at: null, outcome: null };
}

export function endAttempt(attempt: Attempt, outcome: 'completed' | 'failed' | 'aborted', error?: DomainError): void {
  attempt.ended_at = now().toISOString();
  attempt.outcome = outcome;
  if (error) attempt.error = { code: error.code, message: detailOf(error) };
}

/** What providers' errors know beyond what clients are told; already without secrets. */
export function detailOf(error: DomainError): string {
  const { detail } = error as { detail?: unknown };
  return typeof detail === 'string' ? detail : error.message;
}
