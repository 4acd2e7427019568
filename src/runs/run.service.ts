import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller.js';
import { NotFound, ValidationFailed } from '../kernel/errors.js';
import { ThreadService } from '../threads/thread.service.js';
import type { StopReason } from './active-run.js';
import { RunEngine } from './run.engine.js';
import { isTerminal, type Run } from './run.entity.js';
import { RunFeed } from './run-feed.js';
import { RunLogStore } from './run-log.store.js';
import { RunStore } from './run.store.js';
import { DONE, stoppedChunk } from './status-chunks.js';
import type { RunReader, Subscription } from './subscription.js';

/** How long a run that is asked to stop may take before whoever asked is answered anyway. */
const STOP_WAIT_MS = 1000;

/** What may be done with a run that exists: read it, follow it, stop it. */
@Injectable()
export class RunService {
  constructor(
    private readonly store: RunStore,
    private readonly rows: RunLogStore,
    private readonly engine: RunEngine,
    private readonly feed: RunFeed,
    private readonly threads: ThreadService,
  ) {
    threads.beforePurge((threadId) => this.endAll(threadId));
  }

  /** Throws `NotFound` unless its thread is the caller's. */
  async get(caller: Caller, id: string): Promise<Run> {
    const run = await this.store.find(id);
    if (!run) throw new NotFound('Run');
    try {
      // One can always stop what one has begun, even in a thread that was deleted since.
      await this.threads.get(caller, run.threadId, { deleted: true });
    } catch (error) {
      // The body must not tell a run of a stranger's thread from none.
      throw error instanceof NotFound ? new NotFound('Run') : error;
    }
    return run;
  }

  async ofThread(caller: Caller, threadId: string, limit: number): Promise<Run[]> {
    const thread = await this.threads.get(caller, threadId);
    return this.store.ofThread(thread.id, limit);
  }

  /** The run, and whether anything is left to read after event `startingAfter`. */
  async attach(caller: Caller, id: string, startingAfter: number): Promise<{ run: Run; isSpent: boolean }> {
    const run = await this.get(caller, id);
    if (startingAfter === 0) return { run, isSpent: false };
    const last = await this.rows.last(id);
    if (startingAfter > last) throw ValidationFailed.of('starting_after', `must be at most ${last}`);
    return { run, isSpent: startingAfter === last && isTerminal(run.status) };
  }

  follow(runId: string, after: number, reader: RunReader): Subscription {
    return this.feed.subscribe(runId, after, reader);
  }

  /** Resolves when the run has ended, or the time is up, or nobody waits any more. */
  async wait(run: Run, ms: number, signal: AbortSignal): Promise<Run> {
    const timeout = AbortSignal.any([signal, AbortSignal.timeout(ms)]);
    await new Promise<void>((resolve) => {
      const subscription = this.follow(run.id, 0, { take: () => true, end: () => resolve() });
      timeout.addEventListener('abort', () => {
        subscription.close();
        resolve();
      });
    });
    return (await this.store.find(run.id)) ?? run;
  }

  /** Ends a run that is under way or waits; what it has said so far is kept. One that has ended stays as it is. */
  async cancel(caller: Caller, id: string): Promise<Run> {
    const run = await this.get(caller, id);
    await this.end(run, 'cancelled');
    return (await this.store.find(id)) ?? run;
  }

  /** Its reader has gone: nobody else's matter, unless nobody reads it now. */
  async abandon({ id }: Run): Promise<void> {
    const run = this.feed.hasReaders(id) ? null : await this.store.find(id);
    if (run) await this.end(run, 'cancelled');
  }

  /** Ends a run as `reason` says, wherever it is made; resolves when it has ended, or after a second. */
  async end(run: Run, reason: StopReason): Promise<void> {
    if (isTerminal(run.status) || (run.status === 'queued' && (await this.dismiss(run, reason)))) return;
    if (!this.engine.stop(run.id, reason)) await this.store.requestStop(run.id, reason);
    await this.wait(run, STOP_WAIT_MS, new AbortController().signal);
  }

  private async endAll(threadId: string): Promise<void> {
    // Those that wait go first: none of them may take the place of the one that ends.
    for (const run of await this.store.openOf(threadId)) await this.end(run, 'interrupted');
  }

  /** False where its turn came in the meantime. */
  private async dismiss(run: Run, reason: StopReason): Promise<boolean> {
    await this.engine.endWait(run.id);
    const seq = (await this.rows.last(run.id)) + 1;
    const last = { runId: run.id, seq, events: [stoppedChunk(run.threadId, reason), DONE] };
    const nothing = { text: '', usage: null, error: null, provider: null, model: null, attempts: [] };
    const isOurs = (await this.store.finish(run, last, { status: reason, ...nothing }, false)) !== null;
    if (isOurs) this.feed.publish(last);
    return isOurs;
  }
}
