import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { isDatabaseGone, isPassing } from '../database/database-errors.js';
import type { LogWriter, PendingBatch } from './log-writer.js';
import { RunFeed } from './run-feed.js';
import { RunLogStore } from './run-log.store.js';

const RETRY_MS = 250;

/**
 * Stores the events of all runs of this process, and only then hands them to readers. Group commit: whatever gathered while one
 * transaction was under way goes into the next, so that the cost of a commit is shared by all runs that stream.
 */
@Injectable()
export class RunLog {
  private readonly logger = new Logger(RunLog.name);
  private readonly dirty = new Set<LogWriter>();
  private flushing = false;

  constructor(
    private readonly store: RunLogStore,
    private readonly feed: RunFeed,
  ) {}

  append(writer: LogWriter, events: readonly string[]): void {
    if (writer.isLost) return;
    writer.add(events);
    this.dirty.add(writer);
    if (this.flushing) return;
    this.flushing = true;
    // Lets everything that arrived in this turn of the event loop come along.
    setImmediate(() => void this.flush());
  }

  /** Resolves when the run may go on writing. */
  async room(writer: LogWriter): Promise<void> {
    while (writer.isAhead && !writer.isLost) {
      // Between two transactions there is one turn of the event loop.
      await (writer.storing ?? new Promise((resolve) => setImmediate(resolve)));
    }
  }

  /** Takes the pen away, and gives what it had not yet written, with `last`, to be stored with the run's end; null where the run was lost. */
  async close(writer: LogWriter, last: readonly string[]): Promise<PendingBatch | null> {
    this.dirty.delete(writer);
    await writer.storing;
    if (writer.isLost) return null;
    writer.add(last);
    return writer.cut();
  }

  private async flush(): Promise<void> {
    while (this.dirty.size > 0) {
      const batches = [...this.dirty].map((writer) => writer.cut()).filter((batch) => batch.events.length > 0);
      this.dirty.clear();
      const storing = this.storeAll(batches);
      for (const { writer } of batches) writer.storing = storing;
      await storing;
      for (const { writer } of batches) writer.storing = null;
    }
    this.flushing = false;
  }

  /** Tries until the database takes them or their runs are lost: a run is, when its lease runs out meanwhile. */
  private async storeAll(batches: PendingBatch[]): Promise<void> {
    let waiting = batches;
    while (waiting.length > 0) {
      try {
        const accepted = await this.store.append(waiting);
        for (const batch of waiting) this.settle(batch, accepted.has(batch.runId));
        return;
      } catch (error) {
        if (isDatabaseGone(error)) await this.pause(error);
        else if (!isPassing(error)) return this.storeApart(waiting, error);
        waiting = waiting.filter((batch) => !batch.writer.isLost);
      }
    }
  }

  /** Something among them cannot be stored: nobody else's events may wait for it. */
  private async storeApart(batches: PendingBatch[], error: unknown): Promise<void> {
    const [only] = batches;
    if (only && batches.length === 1) {
      this.logger.error({ msg: 'Run events cannot be stored; the run is given up', run_id: only.runId, err: error });
      return only.writer.lose();
    }
    for (const batch of batches) await this.storeAll([batch]);
  }

  private async pause(error: unknown): Promise<void> {
    this.logger.error({ msg: 'Cannot store run events; trying again', err: error });
    await sleep(RETRY_MS);
  }

  private settle(batch: PendingBatch, accepted: boolean): void {
    if (!accepted) return batch.writer.lose();
    batch.writer.stored(batch);
    this.feed.publish({ runId: batch.runId, seq: batch.seq, events: batch.events });
  }
}
