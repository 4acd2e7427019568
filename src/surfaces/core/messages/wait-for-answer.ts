import type { Response } from 'express';
import type { Caller } from '../../../auth/caller.js';
import { isTerminal, type Run } from '../../../runs/run.entity.js';
import type { RunService } from '../../../runs/run.service.js';
import type { Message } from '../../../threads/message.entity.js';
import type { MessageService } from '../../../threads/message.service.js';
import { AskedDto } from './ask.dto.js';

/** `Prefer: wait`: 200 with the answer where it is done in time, else 202 as without. */
export async function waitForAnswer(
  runs: RunService,
  messages: MessageService,
  message: Message,
  begun: Run,
  seconds: number,
  response: Response,
  caller: Caller,
): Promise<AskedDto> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const run = await runs.wait(begun, seconds * 1000, gone.signal);
  response.setHeader('Preference-Applied', `wait=${seconds}`);
  const owner = { ownerId: caller.userId };
  if (!isTerminal(run.status)) return AskedDto.of({ message, run }, owner);
  response.status(200);
  return AskedDto.answered(message, run, await messages.get(run.messageId), owner);
}
