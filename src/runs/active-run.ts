import type { Attempt } from '../providers/provider.router.js';
import { Answer } from './answer.js';
import type { LogWriter } from './log-writer.js';
import type { Run } from './run.entity.js';

export type StopReason = 'cancelled' | 'interrupted';

/** A run that waits its turn, and was asked for in this process. */
export interface WaitingRun {
  run: Run;
  writer: LogWriter;
  lastEventAt: number;
}

/** A run while this process makes it. */
export class ActiveRun {
  readonly answer = new Answer();
  readonly abort = new AbortController();
  lastEventAt = Date.now();
  stopReason: StopReason | null = null;
  /** The providers that were tried so far; the last one is who answers. */
  attempts: readonly Attempt[] = [];
  /** Settles when the run has ended or is somebody else's. */
  done: Promise<void> = Promise.resolve();

  constructor(
    readonly run: Run,
    readonly writer: LogWriter,
  ) {}

  /** The first reason counts. */
  stop(reason: StopReason): void {
    this.stopReason ??= reason;
    this.abort.abort(new Error(reason));
  }
}
