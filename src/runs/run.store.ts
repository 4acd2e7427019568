import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, Not, type EntityManager, type Repository } from 'typeorm';
import { RunsSettings } from '../config/groups/runs.settings.js';
import { Database } from '../database/database.js';
import { now, secondsFrom } from '../kernel/clock.js';
import type { Attempt } from '../providers/provider.router.js';
import { Message, type MessageError } from '../threads/message.entity.js';
import { ProviderThreadService } from '../threads/provider-thread.service.js';
import { Thread } from '../threads/thread.entity.js';
import { INSTANCE } from './instance.js';
import type { EventBatch, FirstToken } from './log-writer.js';
import { RunLogStore } from './run-log.store.js';
import { ACTIVE, Run, type TerminalStatus } from './run.entity.js';

/** How an answer ended, and what there is of it. */
export interface Outcome {
  status: TerminalStatus;
  text: string;
  usage: Record<string, number> | null;
  error: MessageError | null;
  provider: string | null;
  model: string | null;
  attempts: Attempt[];
  conversationId?: string;
}

/** A run's last events; the first token may be among them. */
export interface LastBatch extends EventBatch {
  firstToken?: FirstToken | null;
}

/** The rows of runs, and every way in which they change hands or end. */
@Injectable()
export class RunStore {
  constructor(
    @InjectRepository(Run) private readonly runs: Repository<Run>,
    private readonly database: Database,
    private readonly log: RunLogStore,
    private readonly providerThreads: ProviderThreadService,
    private readonly settings: RunsSettings,
  ) {}

  find(id: string): Promise<Run | null> {
    return this.runs.findOneBy({ id });
  }

  /** Those that are under way or wait, the latter first. */
  openOf(threadId: string): Promise<Run[]> {
    return this.runs.find({
      where: { threadId, status: In(['queued', ...ACTIVE]) },
      order: { status: 'ASC', id: 'ASC' },
    });
  }

  ofThread(threadId: string, limit: number): Promise<Run[]> {
    return this.runs.find({ where: { threadId }, order: { id: 'DESC' }, take: limit });
  }

  newLease(): Pick<Run, 'owner' | 'leaseUntil'> {
    return { owner: INSTANCE, leaseUntil: secondsFrom(now(), this.settings.leaseSeconds) };
  }

  /**
   * Ends a run in one transaction: its last events, the answer, the thread, and, if asked to, who of those that wait comes next
   * (already this process' own). Null where the run is no longer ours to end.
   */
  finish(run: Run, last: LastBatch, outcome: Outcome, takeNext: boolean): Promise<{ next: Run | null } | null> {
    return this.database.transaction(async (tx) => {
      await this.database.lockRow(tx, 'threads', run.threadId);
      const at = now();
      const { status, text, usage, error, provider, model, attempts, conversationId } = outcome;
      const ended = await tx.update(
        Run,
        { id: run.id, fence: run.fence, status: In(['queued', ...ACTIVE]) },
        {
          status,
          usage,
          error,
          provider,
          model,
          attempts: attempts,
          finishedAt: at,
          owner: null,
          leaseUntil: null,
          ...(last.firstToken && { firstTokenAt: last.firstToken.at }),
        },
      );
      if (!ended.affected) return null;
      await this.log.appendLast(tx, last);
      const answer = { status, text, usage, error, provider, model, updatedAt: at };
      await tx.update(Message, { id: run.messageId }, answer);
      const thread = await tx.findOneByOrFail(Thread, { id: run.threadId });
      await tx.update(
        Thread,
        { id: thread.id },
        {
          version: thread.version + 1,
          updatedAt: at,
          lastMessageAt: at,
          activeAt: at,
          ...(provider !== null && { provider }),
          ...(model !== null && { model }),
        },
      );
      if (conversationId !== undefined && provider !== null) {
        await this.providerThreads.keep(tx, thread.id, provider, { conversationId });
      }
      return { next: takeNext ? await this.takeNext(tx, thread.id) : null };
    });
  }

  /** Makes the next waiting run of a thread that nobody answers ours, and running. */
  claimNext(threadId: string): Promise<Run | null> {
    return this.database.transaction(async (tx) => {
      await this.database.lockRow(tx, 'threads', threadId);
      if (await tx.existsBy(Run, { threadId, status: In([...ACTIVE]) })) return null;
      return this.takeNext(tx, threadId);
    });
  }

  private async takeNext(tx: EntityManager, threadId: string): Promise<Run | null> {
    const next = await tx.findOne(Run, { where: { threadId, status: 'queued' }, order: { rank: 'ASC', id: 'ASC' } });
    if (!next) return null;
    const change = { status: 'running' as const, startedAt: now(), fence: next.fence + 1, ...this.newLease() };
    await tx.update(Run, { id: next.id }, change);
    await tx.update(Message, { id: next.messageId }, { status: 'running' });
    return Object.assign(next, change);
  }

  /** Takes over a run whose owner is dead; null where it lives after all, or somebody was faster. */
  takeOver(run: Run): Promise<Run | null> {
    return this.database.transaction(async (tx) => {
      const change = { fence: run.fence + 1, ...this.newLease() };
      const taken = await tx.update(
        Run,
        { id: run.id, fence: run.fence, leaseUntil: run.leaseUntil!, status: In([...ACTIVE]) },
        change,
      );
      return taken.affected ? Object.assign(run, change) : null;
    });
  }

  /** Runs of this process that somebody elsewhere asks to stop. */
  stopRequests(): Promise<Pick<Run, 'id' | 'stopRequested'>[]> {
    return this.runs.find({
      where: { owner: INSTANCE, status: In([...ACTIVE]), stopRequested: Not(IsNull()) },
      select: { id: true, stopRequested: true },
    });
  }

  /** Keeps this process' runs; gives those that are still its own. */
  async renewLeases(ids: string[]): Promise<Set<string>> {
    const { leaseUntil } = this.newLease();
    return this.database.transaction(async (tx) => {
      await tx.update(Run, { id: In(ids), owner: INSTANCE, status: In([...ACTIVE]) }, { leaseUntil });
      const kept = await tx.find(Run, {
        where: { id: In(ids), owner: INSTANCE, status: In([...ACTIVE]) },
        select: { id: true },
      });
      return new Set(kept.map((run) => run.id));
    });
  }

  /** Leaves word for the owner, in whichever process. */
  async requestStop(id: string, how: 'cancelled' | 'interrupted'): Promise<void> {
    await this.database.transaction((tx) => tx.update(Run, { id, status: In([...ACTIVE]) }, { stopRequested: how }));
  }

  active(): Promise<Run[]> {
    return this.runs.findBy({ status: In([...ACTIVE]) });
  }

  /** Threads in which somebody waits and nobody is answered. */
  async idleQueues(): Promise<string[]> {
    const rows = await this.database.read<{ thread_id: string }>(
      `SELECT DISTINCT q.thread_id FROM runs q
       WHERE q.status = 'queued'
         AND NOT EXISTS (SELECT 1 FROM runs a WHERE a.thread_id = q.thread_id AND a.status IN ('running', 'streaming'))`,
      [],
    );
    return rows.map((row) => row.thread_id);
  }
}
