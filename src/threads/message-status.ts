import type { Message, MessageStatus } from './message.entity.js';

/** Whither a message may go from each status. The last four are final. */
const WAYS: Record<MessageStatus, MessageStatus[]> = {
  queued: ['running', 'failed', 'interrupted', 'cancelled', 'completed'],
  running: ['streaming', 'completed', 'failed', 'interrupted', 'cancelled'],
  streaming: ['completed', 'failed', 'interrupted', 'cancelled'],
  completed: [],
  failed: [],
  interrupted: [],
  cancelled: [],
};

/** An answer's status follows its run and is not moved by hand; to stay where one is is always allowed. */
export function mayMove(message: Pick<Message, 'status' | 'runId'>, to: MessageStatus): boolean {
  return message.status === to || (message.runId === null && WAYS[message.status].includes(to));
}
