import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { RunsSettings } from '../config/groups/runs.settings.js';
import { readOpenAiChunk } from '../providers/reading/openai-chunk.js';
import { Answer } from './answer.js';
import { isDead } from './instance.js';
import { endOfOrphan } from './run-end.js';
import { RunEngine } from './run.engine.js';
import type { Run } from './run.entity.js';
import { RunLogStore } from './run-log.store.js';
import { RunStore } from './run.store.js';
import { DONE, queuedChunk, runningChunk } from './status-chunks.js';

/** Also how soon a request to stop that came to another process is heeded. */
const TICK_MS = 500;
/** The wire's promise: a sign of life after so much silence. */
const HEARTBEAT_MS = 10_000;
const RECOVERY_MS = 5000;
const READ_AT_ONCE = 256;

/** One timer for all runs: heartbeats, leases, and the runs of those who died. */
@Injectable()
export class RunKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(RunKeeper.name);
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> | null = null;
  private renewedAt = Date.now();
  private recoveredAt = 0;

  constructor(
    private readonly engine: RunEngine,
    private readonly store: RunStore,
    private readonly rows: RunLogStore,
    private readonly settings: RunsSettings,
  ) {}

  onApplicationBootstrap(): void {
    this.tick();
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.working;
  }

  private tick(): void {
    const at = Date.now();
    for (const active of this.engine.active) {
      if (at - active.lastEventAt >= HEARTBEAT_MS) this.engine.say(active, [runningChunk(active.run.threadId)]);
    }
    for (const waiting of this.engine.waiting) {
      if (at - waiting.lastEventAt >= HEARTBEAT_MS) this.engine.say(waiting, [queuedChunk(waiting.run.threadId)]);
    }
    this.working ??= this.work(at)
      .catch((error: unknown) => this.logger.error({ msg: 'Cannot look after the runs', err: error }))
      .finally(() => (this.working = null));
  }

  private async work(at: number): Promise<void> {
    if (this.engine.hasRuns) {
      for (const { id, stopRequested } of await this.store.stopRequests()) this.engine.stop(id, stopRequested!);
    }
    if (at - this.renewedAt >= (this.settings.leaseSeconds * 1000) / 3) await this.renew(at);
    if (at - this.recoveredAt < RECOVERY_MS || this.engine.draining) return;
    this.recoveredAt = at;
    for (const run of await this.store.active()) if (this.isOrphan(run)) await this.trySettle(run);
    for (const threadId of await this.store.idleQueues()) {
      const next = await this.store.claimNext(threadId);
      if (next) await this.engine.continue(next);
    }
  }

  /** Runs that are no longer ours stop here: somebody else has settled them. So do all, once the database was out of reach for a lease's length. */
  private async renew(at: number): Promise<void> {
    const active = [...this.engine.active];
    if (active.length === 0) {
      this.renewedAt = at;
      return;
    }
    try {
      const kept = await this.store.renewLeases(active.map(({ run }) => run.id));
      this.renewedAt = at;
      for (const { run, writer } of active) if (!kept.has(run.id) && this.engine.isActive(run.id)) writer.lose();
    } catch (error) {
      if (Date.now() - this.renewedAt > this.settings.leaseSeconds * 1000)
        for (const { writer } of active) writer.lose();
      throw error;
    }
  }

  private isOrphan(run: Run): boolean {
    if (this.engine.isActive(run.id)) return false;
    return run.leaseUntil === null || run.leaseUntil.getTime() < Date.now() || isDead(run.owner ?? '');
  }

  /** One that cannot be settled must not keep the others waiting. */
  private async trySettle(orphan: Run): Promise<void> {
    try {
      await this.settle(orphan);
    } catch (error) {
      this.logger.error({ msg: 'Cannot settle a run', run_id: orphan.id, err: error });
    }
  }

  /** Ends a run whose process died: what it had logged becomes the answer. It is never run again: answers cost money. */
  private async settle(orphan: Run): Promise<void> {
    const run = await this.store.takeOver(orphan);
    if (!run) return;
    const { answer, last } = await this.readBack(run.id);
    const { outcome, events } = endOfOrphan(run, answer);
    const finished = await this.store.finish(
      run,
      { runId: run.id, seq: last + 1, events: [...events, DONE] },
      outcome,
      true,
    );
    this.logger.warn({ msg: 'Settled a run whose process had died', run_id: run.id, status: outcome.status });
    if (finished?.next) await this.engine.continue(finished.next);
  }

  private async readBack(runId: string): Promise<{ answer: Answer; last: number }> {
    const answer = new Answer();
    for (let last = 0; ;) {
      const batches = await this.rows.read(runId, last, READ_AT_ONCE);
      if (batches.length === 0) return { answer, last };
      for (const { seq, events } of batches) {
        for (const event of events) answer.add(readOpenAiChunk(event));
        last = seq + events.length - 1;
      }
    }
  }
}
