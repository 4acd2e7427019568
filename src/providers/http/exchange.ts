import type { Dispatcher } from 'undici';
import { ProviderFailed, ProviderTimeout, type ProviderLimit } from '../provider-errors.js';
import type { Conceal } from './conceal.js';
import { connectionFailure } from './connection-failure.js';
import type { Awaiting, Deadlines } from './deadlines.js';

export interface ProviderLimits {
  connectSeconds: number;
  firstTokenSeconds: number;
  idleSeconds: number;
}

export interface ExchangeContext {
  provider: string;
  limits: ProviderLimits;
  deadlines: Deadlines;
  conceal: Conceal;
  /** What people wrote in the request: never part of an error. */
  said: readonly string[];
}

/** What waits here for a slow consumer before the provider is made to wait. */
const BUFFERED_MAX = 256 * 1024;
/** How long a connection may take to end an answer whose last word has come, so that it can be used again. */
const LINGER_MS = 1000;

type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2];

/** One request and its answer. The answer is pulled: `read` gives all that has arrived since the last time. */
export class Exchange implements Dispatcher.DispatchHandler, Awaiting {
  due: number;
  status = 0;
  headers: Headers = {};
  private limit: ProviderLimit = 'connect';
  private controller: Dispatcher.DispatchController | undefined;
  private arrived: Buffer[] = [];
  private arrivedBytes = 0;
  private isEnded = false;
  private isLeft = false;
  private failure: { reason: unknown } | undefined;
  private wake: (() => void) | undefined;

  constructor(
    private readonly context: ExchangeContext,
    private readonly signal: AbortSignal,
  ) {
    this.due = performance.now() + context.limits.connectSeconds * 1000;
    context.deadlines.add(this);
    signal.addEventListener('abort', this.onAbort, { once: true });
  }

  get isAborted(): boolean {
    return this.signal.aborted;
  }

  /** Resolves once status and headers are there. */
  async opened(): Promise<void> {
    while (this.status === 0) {
      if (this.failure) throw this.failure.reason;
      await this.change();
    }
  }

  /** All that has arrived since the last time; an empty array at the end, null where there is nothing yet. */
  take(): Buffer[] | null {
    if (this.arrived.length === 0) {
      if (this.failure) throw this.failure.reason;
      return this.isEnded ? this.arrived : null;
    }
    const taken = this.arrived;
    this.arrived = [];
    this.arrivedBytes = 0;
    if (this.controller?.paused) this.controller.resume();
    return taken;
  }

  /** Resolves when there is something to take. By then all of one network read has arrived, though it came in many pieces. */
  change(): Promise<void> {
    if (this.due === Infinity) this.due = performance.now() + this.context.limits.idleSeconds * 1000;
    return new Promise((resolve) => (this.wake = resolve));
  }

  /** Something of the answer was read: the next limit is the idle one, and it runs from when the consumer comes back for more. */
  progress(): void {
    this.limit = 'idle';
    this.due = Infinity;
  }

  hurry(milliseconds: number): void {
    this.due = Math.min(this.due, performance.now() + milliseconds);
  }

  /** Nothing more is wanted. A connection in the middle of an answer is cut. */
  close(): void {
    if (this.isLeft) return;
    this.isLeft = true;
    this.settle();
    if (!this.isEnded) this.controller?.abort(new Error('left'));
  }

  /** The last word has come; the connection may end the answer properly. */
  finish(): void {
    if (this.isEnded || this.failure) return this.close();
    this.isLeft = true;
    this.signal.removeEventListener('abort', this.onAbort);
    this.due = performance.now() + LINGER_MS;
    this.controller?.resume();
  }

  failed(detail: string, options?: ConstructorParameters<typeof ProviderFailed>[2]): ProviderFailed {
    return new ProviderFailed(this.context.provider, this.context.conceal(detail, this.context.said), options);
  }

  expire(): void {
    const { provider, limits } = this.context;
    const seconds = { connect: limits.connectSeconds, first_token: limits.firstTokenSeconds, idle: limits.idleSeconds };
    this.fail(new ProviderTimeout(provider, this.limit, seconds[this.limit]));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.failure || this.isLeft) return controller.abort(new Error('left'));
    this.limit = 'first_token';
    this.due = performance.now() + this.context.limits.firstTokenSeconds * 1000;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200) return;
    this.status = status;
    this.headers = headers;
    this.wake?.();
  }

  onResponseData(controller: Dispatcher.DispatchController, bytes: Buffer): void {
    if (this.isLeft) return;
    this.arrived.push(bytes);
    this.arrivedBytes += bytes.length;
    if (this.arrivedBytes > BUFFERED_MAX) controller.pause();
    this.wake?.();
  }

  onResponseEnd(): void {
    this.isEnded = true;
    this.settle();
    this.wake?.();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const { provider, limits } = this.context;
    const { connectSeconds } = limits;
    this.fail(connectionFailure(provider, error, { hasAnswered: this.status > 0, connectSeconds }));
  }

  private readonly onAbort = (): void => {
    this.arrived = [];
    this.fail(this.signal.reason);
  };

  private fail(reason: unknown): void {
    if (this.failure) return;
    this.failure = { reason };
    this.settle();
    this.controller?.abort(new Error('left'));
    this.wake?.();
  }

  private settle(): void {
    this.due = Infinity;
    this.context.deadlines.delete(this);
    this.signal.removeEventListener('abort', this.onAbort);
  }
}
