import { DomainError } from '../kernel/errors.js';
import type { ActiveRun } from './active-run.js';
import type { Outcome } from './run.store.js';
import { completedChunk, ERROR_EVENT, failedChunk, stoppedChunk } from './status-chunks.js';

/** How a run ends, given how its answer's stream ended: what is stored, and the events that tell it before `[DONE]`. */
export function endOf(active: ActiveRun, failure: unknown): { outcome: Outcome; events: string[] } {
  const { run, answer, attempts, stopReason } = active;
  const { threadId } = run;
  const last = attempts.at(-1);
  const outcome = (status: Outcome['status'], error: Outcome['error'] = null): Outcome => ({
    status,
    text: answer.text,
    usage: answer.usage,
    error,
    provider: last?.provider ?? null,
    model: answer.model ?? last?.model ?? null,
    attempts: [...attempts],
    conversationId: answer.conversationId,
  });

  if (failure === undefined) {
    if (answer.agentStatus === 'interrupted') return { outcome: outcome('interrupted'), events: [] };
    const isSaid = answer.agentStatus === 'completed';
    return { outcome: outcome('completed'), events: isSaid ? [] : [completedChunk(threadId)] };
  }
  if (stopReason) return { outcome: outcome(stopReason), events: [stoppedChunk(threadId, stopReason)] };

  const known = failure instanceof DomainError;
  const error = known
    ? { code: failure.code, message: failure.message }
    : { code: 'internal_error', message: 'Something went wrong on our side' };
  const isSaid = answer.agentStatus === 'failed';
  return { outcome: outcome('failed', error), events: [...(isSaid ? [] : [failedChunk(threadId)]), ERROR_EVENT] };
}
