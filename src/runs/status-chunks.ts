/** What the source contract says between the provider's own chunks, to the letter. `[DONE]` is an event like the others: the log's last one. */
export const DONE = '[DONE]';

type AgentStatus = 'queued' | 'running' | 'completed' | 'failed' | 'interrupted';
type FinishReason = 'stop' | 'error' | 'cancelled' | 'interrupted';

function chunk(threadId: string, status: AgentStatus, finishReason: FinishReason | null): string {
  return JSON.stringify({
    id: threadId,
    object: 'chat.completion.chunk',
    agent_status: status,
    choices: [{ delta: {}, finish_reason: finishReason }],
  });
}

export const queuedChunk = (threadId: string): string => chunk(threadId, 'queued', null);
export const runningChunk = (threadId: string): string => chunk(threadId, 'running', null);
export const completedChunk = (threadId: string): string => chunk(threadId, 'completed', 'stop');
export const failedChunk = (threadId: string): string => chunk(threadId, 'failed', 'error');
export const stoppedChunk = (threadId: string, why: 'cancelled' | 'interrupted'): string =>
  chunk(threadId, 'interrupted', why);

/** The same for every failure: what exactly went wrong is for the run's owner to ask, not for the wire to tell. */
export const ERROR_EVENT = JSON.stringify({ error: { message: 'LLM provider error', type: 'agent_error' } });
