import type { EventBatch } from './log-writer.js';
import type { RunLogStore } from './run-log.store.js';
import { DONE } from './status-chunks.js';

export interface RunReader {
  /** Gets consecutive events, the first of them number `seq`; answers false to get no more until it resumes. */
  take(events: string[], seq: number): boolean;
  /** `complete`: the last event was given. `lagging`: too slow to go on. `failed`: the events cannot be read. */
  end(why: 'complete' | 'lagging' | 'failed'): void;
}

/** What a subscription reads from. */
export interface EventSource {
  readonly store: RunLogStore;
  /** Characters that a reader may lag before it is cut off. */
  readonly lagMax: number;
  isLive(runId: string): boolean;
  /** What follows event `after`, if memory still has it all. */
  recent(runId: string, after: number): EventBatch[] | undefined;
  remove(subscription: Subscription): void;
}

/** Batches per read: what a reader far behind costs in memory at once. */
const READ_AHEAD = 64;
/** How soon a run of another process is looked at again. */
const POLL_MS = 250;

/** One reader's place in a run's log. What it has not taken lags in the log, not in memory. */
export class Subscription {
  private state: 'idle' | 'reading' | 'paused' | 'closed' = 'idle';
  private lag = 0;
  private poll: NodeJS.Timeout | undefined;

  constructor(
    private readonly feed: EventSource,
    readonly runId: string,
    private cursor: number,
    private readonly reader: RunReader,
  ) {}

  /** The reader has room again. */
  resume(): void {
    if (this.state !== 'paused') return;
    this.state = 'idle';
    this.lag = 0;
    this.wake();
  }

  close(): void {
    this.state = 'closed';
    clearTimeout(this.poll);
    this.feed.remove(this);
  }

  dismiss(): void {
    this.finish('failed');
  }

  /** A batch was stored. */
  offer(batch: EventBatch): void {
    if (this.state === 'idle' && batch.seq <= this.cursor + 1) return this.give(batch);
    if (this.state !== 'paused') return;
    for (const event of batch.events) this.lag += event.length;
    if (this.lag > this.feed.lagMax) this.finish('lagging');
  }

  /** Something may have changed: looks for what comes next. */
  wake(): void {
    if (this.state !== 'idle') return;
    const recent = this.feed.recent(this.runId, this.cursor);
    if (recent) return this.giveAll(recent);
    this.state = 'reading';
    this.read().catch(() => this.finish('failed'));
  }

  private async read(): Promise<void> {
    // Asked before the rows are read: what ends in between has its last rows read.
    const isOpen = this.feed.isLive(this.runId) || (await this.feed.store.isOpen(this.runId));
    const batches = await this.feed.store.read(this.runId, this.cursor, READ_AHEAD);
    if (this.state !== 'reading') return;
    this.state = 'idle';
    this.giveAll(batches);
    if (this.state !== 'idle') return;
    if (batches.length > 0 || this.feed.isLive(this.runId)) return this.wake();
    if (!isOpen) return this.finish('failed');
    // Nothing new, and it is written elsewhere: look again soon.
    this.poll = setTimeout(() => this.wake(), POLL_MS);
  }

  private giveAll(batches: EventBatch[]): void {
    for (const batch of batches) if (this.state === 'idle') this.give(batch);
  }

  private give(batch: EventBatch): void {
    const skip = this.cursor + 1 - batch.seq;
    const events = skip > 0 ? batch.events.slice(skip) : batch.events;
    if (events.length === 0) return;
    const first = this.cursor + 1;
    this.cursor += events.length;
    const hasRoom = this.reader.take(events, first);
    if (events.at(-1) === DONE) return this.finish('complete');
    if (!hasRoom && this.state === 'idle') this.state = 'paused';
  }

  private finish(why: 'complete' | 'lagging' | 'failed'): void {
    if (this.state === 'closed') return;
    this.close();
    this.reader.end(why);
  }
}
