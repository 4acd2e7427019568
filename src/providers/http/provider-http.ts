import { Agent } from 'undici';
import { guardedConnector, type Lookup } from './allowed-addresses.js';
import { concealing, type Conceal } from './conceal.js';
import { Deadlines } from './deadlines.js';
import type { Endpoint } from './endpoint.js';
import { Exchange, type ProviderLimits } from './exchange.js';
import { readRetryAfter } from './retry-after.js';
import { refusalOf, unreadable } from './refusal.js';

const JSON_BYTES_MAX = 8 * 1024 * 1024;
const REFUSAL_BYTES_MAX = 64 * 1024;
const REFUSAL_MS = 2000;

/** One for the process: what it holds are the deadlines of requests, which end with them. */
const deadlines = new Deadlines();

/** Calls one provider. Connections are its own, kept alive, as many as there are answers under way; redirects are not followed. */
export class ProviderHttp {
  private readonly agent: Agent;
  private readonly conceal: Conceal;

  constructor(
    readonly provider: string,
    private readonly endpoint: Endpoint,
    private readonly limits: ProviderLimits,
    lookup?: Lookup,
  ) {
    this.conceal = concealing(endpoint.secrets);
    this.agent = new Agent({
      connect: guardedConnector(limits.connectSeconds, lookup),
      connections: null,
      pipelining: 1,
      // The limits are kept by `Deadlines`, which knows a token from a comment.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** Resolves with a 2xx answer of which nothing is read yet; the caller closes it. Throws for every other. */
  async post(path: string, body: unknown, signal: AbortSignal, said: readonly string[] = []): Promise<Exchange> {
    return this.open('POST', path, signal, said, JSON.stringify(body));
  }

  async getJson(path: string, signal: AbortSignal): Promise<unknown> {
    const exchange = await this.open('GET', path, signal, []);
    return readJson(exchange);
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }

  private async open(
    method: 'GET' | 'POST',
    path: string,
    signal: AbortSignal,
    said: readonly string[],
    body?: string,
  ): Promise<Exchange> {
    signal.throwIfAborted();
    const { origin, headers } = this.endpoint;
    const { provider, limits, conceal } = this;
    const exchange = new Exchange({ provider, limits, deadlines, conceal, said }, signal);
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    try {
      const target = { origin, path: this.endpoint.path(path), method, headers: { ...type, ...headers }, body };
      this.agent.dispatch(target, exchange);
      await exchange.opened();
      if (exchange.status >= 300) throw await refusal(exchange);
      unreadable(exchange);
      return exchange;
    } catch (error) {
      exchange.close();
      throw signal.aborted ? signal.reason : error;
    }
  }
}

/** The whole body of an answer that is no stream. */
export async function readJson(exchange: Exchange): Promise<unknown> {
  try {
    const text = await readText(exchange, JSON_BYTES_MAX);
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch (error) {
    throw error instanceof SyntaxError ? exchange.failed('answered with what is not JSON') : error;
  } finally {
    exchange.close();
  }
}

async function readText(exchange: Exchange, bytesMax: number): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for (;;) {
    const arrived = exchange.take();
    if (!arrived) {
      await exchange.change();
      continue;
    }
    if (arrived.length === 0) return Buffer.concat(pieces).toString('utf8');
    for (const piece of arrived) bytes += piece.length;
    if (bytes > bytesMax) throw exchange.failed('answered with more than can be read');
    pieces.push(...arrived);
  }
}

async function refusal(exchange: Exchange): Promise<Error> {
  const { status, headers } = exchange;
  exchange.hurry(REFUSAL_MS);
  // The status alone says enough.
  const body = await readText(exchange, REFUSAL_BYTES_MAX).catch(() => '');
  return exchange.failed(refusalOf(status, body), { status, retryAfter: readRetryAfter(headers['retry-after']) });
}
