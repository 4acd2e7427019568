/** Characters that a run may be ahead of the database. */
const BACKLOG_MAX = 1024 * 1024;

/** Consecutive events of one run. */
export interface EventBatch {
  runId: string;
  /** The number of the first one. */
  seq: number;
  events: string[];
}

/** The first token of an answer, and whose it is: goes into the database with the event itself. */
export interface FirstToken {
  at: Date;
  provider: string;
  model: string | null;
}

export interface PendingBatch extends EventBatch {
  writer: LogWriter;
  firstToken: FirstToken | null;
}

/** The pen of a run's owner: numbers its events and holds those that are not yet stored. */
export class LogWriter {
  private pending: string[] = [];
  private firstToken: FirstToken | null = null;
  /** Characters not yet stored. */
  backlog = 0;
  /** The transaction under way that has some of its events; null while there is none. */
  storing: Promise<void> | null = null;
  isLost = false;

  /** `onLost` is called when the run turns out to have another owner, or to be gone. */
  constructor(
    readonly runId: string,
    readonly messageId: string,
    readonly fence: number,
    private nextSeq: number,
    private readonly onLost: () => void,
  ) {}

  /** A provider must not run away from a slow database. */
  get isAhead(): boolean {
    return this.backlog > BACKLOG_MAX;
  }

  add(events: readonly string[]): void {
    for (const event of events) {
      this.pending.push(event);
      this.backlog += event.length;
    }
  }

  markFirstToken(firstToken: FirstToken): void {
    this.firstToken = firstToken;
  }

  /** Hands over what is pending, maybe nothing. */
  cut(): PendingBatch {
    const { runId, pending, firstToken } = this;
    const batch = { writer: this, runId, seq: this.nextSeq, events: pending, firstToken };
    this.nextSeq += pending.length;
    this.pending = [];
    this.firstToken = null;
    return batch;
  }

  stored(batch: EventBatch): void {
    for (const event of batch.events) this.backlog -= event.length;
  }

  lose(): void {
    if (this.isLost) return;
    this.isLost = true;
    this.pending = [];
    this.onLost();
  }
}
