import { now } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import type { Attempt } from '../providers/provider.router.js';
import type { ActiveRun, StopReason } from './active-run.js';
import type { Answer } from './answer.js';
import type { Run } from './run.entity.js';
import type { Outcome } from './run.store.js';
import { completedChunk, ERROR_EVENT, failedChunk, stoppedChunk } from './status-chunks.js';

export interface RunEnd {
  outcome: Outcome;
  /** The events that tell it, before `[DONE]`. */
  events: string[];
}

/** How a run ends, given how its answer's stream ended. */
export function endOf(active: ActiveRun, failure: unknown): RunEnd {
  const { run, answer, attempts, stopReason } = active;
  const { threadId } = run;
  if (failure === undefined) {
    if (answer.agentStatus === 'interrupted')
      return { outcome: outcomeOf('interrupted', answer, attempts), events: [] };
    return completedEnd(threadId, answer, attempts);
  }
  if (stopReason) return stoppedEnd(threadId, stopReason, answer, attempts);

  const known = failure instanceof DomainError;
  const error = known
    ? { code: failure.code, message: failure.message }
    : { code: 'internal_error', message: 'Something went wrong on our side' };
  const isSaid = answer.agentStatus === 'failed';
  return {
    outcome: outcomeOf('failed', answer, attempts, error),
    events: [...(isSaid ? [] : [failedChunk(threadId)]), ERROR_EVENT],
  };
}

/** How a run ends whose process died: whole, where the provider had finished by then, else cut short. */
export function endOfOrphan(run: Run, answer: Answer): RunEnd {
  const attempts = lastAttemptOf(run);
  const isWhole = answer.finishReason !== null || answer.agentStatus === 'completed';
  if (isWhole) return completedEnd(run.threadId, answer, attempts);
  return stoppedEnd(run.threadId, run.stopRequested ?? 'interrupted', answer, attempts);
}

function completedEnd(threadId: string, answer: Answer, attempts: readonly Attempt[]): RunEnd {
  const isSaid = answer.agentStatus === 'completed';
  return { outcome: outcomeOf('completed', answer, attempts), events: isSaid ? [] : [completedChunk(threadId)] };
}

function stoppedEnd(threadId: string, why: StopReason, answer: Answer, attempts: readonly Attempt[]): RunEnd {
  return { outcome: outcomeOf(why, answer, attempts), events: [stoppedChunk(threadId, why)] };
}

function outcomeOf(
  status: Outcome['status'],
  answer: Answer,
  attempts: readonly Attempt[],
  error: Outcome['error'] = null,
): Outcome {
  const last = attempts.at(-1);
  return {
    status,
    text: answer.text,
    usage: answer.usage,
    error,
    provider: last?.provider ?? null,
    model: answer.model ?? last?.model ?? null,
    attempts: [...attempts],
    conversationId: answer.conversationId,
  };
}

/** Who was answering when the process died, as far as was written down: with the first token it is. */
function lastAttemptOf({ provider, model, startedAt, createdAt }: Run): Attempt[] {
  if (provider === null) return [];
  const started = (startedAt ?? createdAt).toISOString();
  return [{ provider, model, started_at: started, ended_at: now().toISOString(), outcome: 'aborted' }];
}
