import { Injectable } from '@nestjs/common';
import { RunsSettings } from '../config/groups/runs.settings.js';
import type { EventBatch } from './log-writer.js';
import { RunLogStore } from './run-log.store.js';
import { Subscription, type EventSource, type RunReader } from './subscription.js';

/** Enough for whoever joins at once or lags a little; all others read the rows. */
const RECENT_MAX = 64 * 1024;

interface LiveRun {
  recent: EventBatch[];
  recentLength: number;
}

/** Hands stored events to readers: from memory to those who keep up with a run of this process, from the rows to all others. */
@Injectable()
export class RunFeed implements EventSource {
  private readonly live = new Map<string, LiveRun>();
  private readonly readers = new Map<string, Set<Subscription>>();

  constructor(
    readonly store: RunLogStore,
    private readonly settings: RunsSettings,
  ) {}

  get lagMax(): number {
    return this.settings.streamBufferMax;
  }

  /** From now on this process publishes the run's events, of which the first ones are given. */
  open(first: EventBatch): void {
    this.live.set(first.runId, { recent: [], recentLength: 0 });
    this.publish(first);
  }

  publish(batch: EventBatch): void {
    const run = this.live.get(batch.runId);
    if (run) {
      run.recent.push(batch);
      run.recentLength += lengthOf(batch);
      while (run.recentLength > RECENT_MAX && run.recent.length > 1) run.recentLength -= lengthOf(run.recent.shift()!);
    }
    for (const reader of this.readers.get(batch.runId) ?? []) reader.offer(batch);
  }

  /** This process publishes no more of the run: it has ended, or somebody else has it. */
  close(runId: string): void {
    this.live.delete(runId);
    for (const reader of this.readers.get(runId) ?? []) reader.wake();
  }

  /** Gives `reader` every event after number `after`, those to come included. */
  subscribe(runId: string, after: number, reader: RunReader): Subscription {
    const subscription = new Subscription(this, runId, after, reader);
    const all = this.readers.get(runId) ?? new Set();
    this.readers.set(runId, all.add(subscription));
    // Not before the caller holds it.
    queueMicrotask(() => subscription.wake());
    return subscription;
  }

  remove(subscription: Subscription): void {
    const all = this.readers.get(subscription.runId);
    all?.delete(subscription);
    if (all?.size === 0) this.readers.delete(subscription.runId);
  }

  /** Cuts off everyone; each may attach again, here or elsewhere. */
  dismissReaders(): void {
    for (const all of this.readers.values()) for (const reader of [...all]) reader.dismiss();
  }

  hasReaders(runId: string): boolean {
    return this.readers.has(runId);
  }

  isLive(runId: string): boolean {
    return this.live.has(runId);
  }

  /** What follows event `after`, if memory still has it all; undefined where the rows must be read. */
  recent(runId: string, after: number): EventBatch[] | undefined {
    const run = this.live.get(runId);
    const first = run?.recent[0];
    if (!run || !first || after + 1 < first.seq) return undefined;
    return run.recent.filter((batch) => batch.seq + batch.events.length > after + 1);
  }
}

function lengthOf(batch: EventBatch): number {
  let length = 0;
  for (const event of batch.events) length += event.length;
  return length;
}
