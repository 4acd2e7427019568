export interface Awaiting {
  /** In milliseconds of `performance.now()`; `Infinity` while nothing is awaited. */
  due: number;
  expire(): void;
}

const TICK_MS = 50;

/** One timer for all streams: moving a deadline, as every read does, is a number written. */
export class Deadlines {
  private readonly all = new Set<Awaiting>();
  private timer: NodeJS.Timeout | undefined;

  get size(): number {
    return this.all.size;
  }

  add(awaiting: Awaiting): void {
    this.all.add(awaiting);
    this.timer ??= setInterval(() => this.tick(), TICK_MS).unref();
  }

  delete(awaiting: Awaiting): void {
    if (!this.all.delete(awaiting) || this.all.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private tick(): void {
    const time = performance.now();
    for (const awaiting of this.all) if (awaiting.due <= time) awaiting.expire();
  }
}
