import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { isDatabaseGone } from '../database/database-errors.js';
import { now } from '../kernel/clock.js';
import { DomainError } from '../kernel/errors.js';
import type { ProviderChunk } from '../providers/chat-provider.js';
import { ActiveRun, type StopReason, type WaitingRun } from './active-run.js';
import { LogWriter, type EventBatch } from './log-writer.js';
import { ModelCall } from './model-call.service.js';
import { endOf } from './run-end.js';
import { RunFeed } from './run-feed.js';
import { RunLog } from './run-log.js';
import { RunLogStore } from './run-log.store.js';
import type { Run } from './run.entity.js';
import { RunStore } from './run.store.js';
import { DONE, runningChunk } from './status-chunks.js';

const RETRY_MS = 250;
const TRIES_MAX = 3;
const STOP_LIMIT_MS = 5000;

/** The runs that this process makes: begins them, ends them, and never knows who listens. */
@Injectable()
export class RunEngine {
  private readonly logger = new Logger(RunEngine.name);
  private readonly runs = new Map<string, ActiveRun>();
  private readonly waitingRuns = new Map<string, WaitingRun>();
  private isDraining = false;

  constructor(
    private readonly store: RunStore,
    private readonly rows: RunLogStore,
    private readonly log: RunLog,
    private readonly feed: RunFeed,
    private readonly model: ModelCall,
  ) {}

  get active(): IterableIterator<ActiveRun> {
    return this.runs.values();
  }

  get waiting(): IterableIterator<WaitingRun> {
    return this.waitingRuns.values();
  }

  get hasRuns(): boolean {
    return this.runs.size > 0;
  }

  get draining(): boolean {
    return this.isDraining;
  }

  /** Makes the answer of a run that is this process' own and running; `first` are its events so far. */
  begin(run: Run, first: EventBatch): void {
    const writer = new LogWriter(run.id, run.messageId, run.fence, first.seq + first.events.length, () =>
      active.abort.abort(new Error('lost')),
    );
    const active = new ActiveRun(run, writer);
    this.runs.set(run.id, active);
    this.feed.open(first);
    active.done = this.make(active);
  }

  /** Somebody may watch a run that waits its turn: it shows signs of life, too. */
  wait(run: Run, first: EventBatch): void {
    const stop = (): void => void this.waitingRuns.delete(run.id);
    const writer = new LogWriter(run.id, run.messageId, run.fence, first.seq + first.events.length, stop);
    this.waitingRuns.set(run.id, { run, writer, lastEventAt: Date.now() });
  }

  /** Its turn has come, or it was called off; resolves when nothing more is written of its waiting. */
  async endWait(runId: string): Promise<void> {
    const waiting = this.waitingRuns.get(runId);
    this.waitingRuns.delete(runId);
    if (waiting) await this.log.close(waiting.writer, []);
  }

  /** The same for one that waited its turn, or that this process took over. */
  async continue(run: Run): Promise<void> {
    await this.endWait(run.id);
    this.begin(run, { runId: run.id, seq: (await this.rows.last(run.id)) + 1, events: [] });
    this.say(this.runs.get(run.id)!, [runningChunk(run.threadId)]);
  }

  isActive(runId: string): boolean {
    return this.runs.has(runId);
  }

  /** False where the run is not made here. */
  stop(runId: string, reason: StopReason): boolean {
    const active = this.runs.get(runId);
    active?.stop(reason);
    return active !== undefined;
  }

  say(active: ActiveRun | WaitingRun, events: readonly string[]): void {
    active.lastEventAt = Date.now();
    this.log.append(active.writer, events);
  }

  /** Takes nothing new, lets what is under way end within the time given, interrupts the rest. */
  async drain(graceMs: number, hurry: Promise<unknown>): Promise<void> {
    this.isDraining = true;
    const all = (): Promise<unknown> => Promise.all([...this.runs.values()].map((active) => active.done));
    await Promise.race([all(), sleep(graceMs, undefined, { ref: false }), hurry]);
    for (const active of this.runs.values()) active.stop('interrupted');
    // What cannot be stored in time is settled from the log by whoever finds it.
    await Promise.race([all(), sleep(STOP_LIMIT_MS, undefined, { ref: false })]);
    // Whoever still reads waits for what another process, or a later one, will say.
    this.feed.dismissReaders();
  }

  private async make(active: ActiveRun): Promise<void> {
    const { run, writer } = active;
    let failure: unknown;
    try {
      const { attempts, chunks } = await this.model.begin(run, active.abort.signal);
      active.attempts = attempts;
      for await (const batch of chunks) {
        this.take(active, batch);
        if (writer.isAhead) await this.log.room(writer);
      }
    } catch (error) {
      failure = error;
    }
    try {
      await this.finish(active, failure);
    } catch (error) {
      this.logger.error({ msg: 'Cannot end a run; whoever finds its lease expired will', run_id: run.id, err: error });
    } finally {
      this.runs.delete(run.id);
      this.feed.close(run.id);
    }
  }

  private take(active: ActiveRun, batch: ProviderChunk[]): void {
    const { answer, attempts, writer } = active;
    const hadToken = answer.hasToken;
    const events: string[] = [];
    for (const chunk of batch) {
      answer.add(chunk);
      events.push(chunk.raw);
    }
    if (answer.hasToken && !hadToken) {
      const { provider, model } = attempts.at(-1)!;
      writer.markFirstToken({ at: now(), provider, model: answer.model ?? model });
    }
    this.say(active, events);
  }

  private async finish(active: ActiveRun, failure: unknown): Promise<void> {
    const { run, writer } = active;
    const { outcome, events } = endOf(active, failure);
    if (outcome.status === 'failed' && !writer.isLost) this.report(run, failure);
    const last = await this.log.close(writer, [...events, DONE]);
    for (let tries = 1; last && !writer.isLost; tries++) {
      try {
        const finished = await this.store.finish(run, last, outcome, !this.isDraining);
        if (!finished) return;
        this.feed.publish(last);
        if (finished.next) await this.continue(finished.next);
        return;
      } catch (error) {
        // Not the database's passing weakness: whoever finds the lease expired settles the run from what was logged.
        if (!isDatabaseGone(error) && tries >= TRIES_MAX) throw error;
        this.logger.error({ msg: 'Cannot store the end of a run; trying again', run_id: run.id, err: error });
        await sleep(RETRY_MS);
      }
    }
  }

  private report(run: Run, failure: unknown): void {
    const expected = failure instanceof DomainError;
    const detail = (failure as { detail?: string }).detail;
    this.logger[expected ? 'warn' : 'error']({
      msg: 'A run failed',
      run_id: run.id,
      ...(expected ? { code: failure.code, detail } : { err: failure }),
    });
  }
}
