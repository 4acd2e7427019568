import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import type { Caller } from '../auth/caller.js';
import { RunsSettings } from '../config/groups/runs.settings.js';
import { Database } from '../database/database.js';
import { now } from '../kernel/clock.js';
import { Conflict, NotFound } from '../kernel/errors.js';
import { newId } from '../kernel/id.js';
import { Message } from '../threads/message.entity.js';
import { MessageService } from '../threads/message.service.js';
import type { Thread } from '../threads/thread.entity.js';
import { ThreadService } from '../threads/thread.service.js';
import { bodyHash, findEarlier, keyId, type RequestIdentity } from './idempotency.js';
import { IdempotencyKey } from './idempotency-key.entity.js';
import type { EventBatch } from './log-writer.js';
import { ACTIVE, Run, type RunRequest } from './run.entity.js';
import { RunLogStore } from './run-log.store.js';
import { RunStore } from './run.store.js';
import { queuedChunk, runningChunk } from './status-chunks.js';

export interface Question {
  threadId: string;
  text: string;
  metadata: Record<string, unknown>;
  parentId?: string;
  request: RunRequest;
  /** What happens while the thread's last answer is under way. */
  ifBusy: 'queue' | 'reject' | 'interrupt';
}

export interface Written {
  message: Message;
  /** Null where no model is to be asked. */
  run: Run | null;
  /** The events of a new run. */
  first: EventBatch | null;
  /** The same request came before, and somebody has its run already. */
  isReplay: boolean;
  /** The runs that must make way. */
  interrupted: Run[];
}

/** What a question leaves in the database before anyone is told that it was taken: all of it, or nothing. */
@Injectable()
export class QuestionStore {
  constructor(
    private readonly database: Database,
    private readonly threads: ThreadService,
    private readonly messages: MessageService,
    private readonly runs: RunStore,
    private readonly rows: RunLogStore,
    private readonly settings: RunsSettings,
  ) {}

  write(caller: Caller, question: Question, answered: boolean, identity?: RequestIdentity): Promise<Written> {
    return this.database.transaction(async (tx) => {
      const thread = await this.threads.getLocked(tx, caller, question.threadId);
      const earlier = identity && (await findEarlier(this.database, tx, caller.userId, identity));
      if (earlier) return this.recall(tx, earlier);

      const written = await this.writeNew(tx, caller, thread, question, answered);
      if (identity) {
        await tx.insert(IdempotencyKey, {
          id: keyId(caller.userId, identity),
          bodyHash: bodyHash(identity.body),
          messageId: written.message.id,
          runId: written.run?.id ?? null,
          createdAt: now(),
        });
      }
      return written;
    });
  }

  private async recall(tx: EntityManager, { messageId, runId }: IdempotencyKey): Promise<Written> {
    const message = await tx.findOneByOrFail(Message, { id: messageId });
    const run = runId === null ? null : await tx.findOneByOrFail(Run, { id: runId });
    return { message, run, first: null, interrupted: [], isReplay: true };
  }

  private async writeNew(
    tx: EntityManager,
    caller: Caller,
    thread: Thread,
    { text, metadata, parentId, request, ifBusy }: Question,
    answered: boolean,
  ): Promise<Written> {
    const ahead = await tx.findBy(Run, { threadId: thread.id, status: In(['queued', ...ACTIVE]) });
    const waits = answered && ahead.length > 0;
    if (waits && ifBusy !== 'interrupt') this.assertMayWait(ahead, ifBusy);

    const prompt = { id: newId(), role: 'user' as const, senderId: caller.userId, text, metadata };
    const parent = parentId === undefined ? await this.lastOf(tx, thread) : await this.parentIn(tx, thread, parentId);
    const userMessage = { ...prompt, parentId: parent, status: 'completed' as const };
    if (!answered) {
      const [message] = await this.messages.append(tx, thread, [userMessage]);
      return { message: message!, run: null, first: null, interrupted: [], isReplay: false };
    }

    const run = this.newRun(thread.id, prompt.id, request, waits, ifBusy);
    const answer = { id: run.messageId, role: 'assistant' as const, text: '', parentId: prompt.id, runId: run.id };
    const [message] = await this.messages.append(tx, thread, [userMessage, { ...answer, status: run.status }]);
    await tx.insert(Run, run as never);
    const events = [queuedChunk(thread.id), ...(waits ? [] : [runningChunk(thread.id)])];
    const first = { runId: run.id, seq: 1, events };
    await this.rows.appendLast(tx, first);
    // The one that is answered, and those that would have interrupted it themselves.
    const interrupted =
      ifBusy === 'interrupt' ? ahead.filter(({ status, rank }) => status !== 'queued' || rank === 0) : [];
    return { message: message!, run, first, interrupted, isReplay: false };
  }

  private assertMayWait(ahead: Run[], ifBusy: Question['ifBusy']): void {
    if (ifBusy === 'reject') throw new Conflict('An answer is under way in this thread', 'run_in_progress');
    const waiting = ahead.filter((run) => run.status === 'queued').length;
    if (waiting >= this.settings.queueMax) {
      throw new Conflict(`${waiting} messages wait in this thread already`, 'run_in_progress');
    }
  }

  private newRun(threadId: string, promptId: string, request: RunRequest, waits: boolean, ifBusy: string): Run {
    const createdAt = now();
    return Object.assign(new Run(), {
      id: newId(),
      threadId,
      promptId,
      messageId: newId(),
      status: waits ? ('queued' as const) : ('running' as const),
      request,
      rank: ifBusy === 'interrupt' ? 0 : 1,
      ...(waits ? { owner: null, leaseUntil: null } : this.runs.newLease()),
      fence: 1,
      stopRequested: null,
      provider: null,
      model: null,
      attempts: [],
      usage: null,
      error: null,
      createdAt,
      startedAt: waits ? null : createdAt,
      firstTokenAt: null,
      finishedAt: null,
    });
  }

  private async lastOf(tx: EntityManager, thread: Thread): Promise<string | null> {
    const last = await tx.findOneBy(Message, { threadId: thread.id, position: thread.messageCount });
    return last?.id ?? null;
  }

  private async parentIn(tx: EntityManager, thread: Thread, id: string): Promise<string> {
    const isThere = await tx.existsBy(Message, { id, threadId: thread.id });
    if (!isThere) throw new NotFound('Parent message');
    return id;
  }
}
