import type { Response } from 'express';
import { completedChunk, DONE, queuedChunk } from '../../../runs/status-chunks.js';
import { sseEvents } from '../../../streaming/sse.js';
import type { Message } from '../../../threads/message.entity.js';
import { openEventStream } from '../runs/run-streams.service.js';

/** The stream of a message that was kept and that nobody is asked to answer. */
export function sendUnanswered({ id, threadId }: Message, response: Response): void {
  response.setHeader('X-Message-ID', id);
  openEventStream(response);
  response.end(sseEvents([queuedChunk(threadId), completedChunk(threadId), DONE]));
}
