import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setImmediate as nextTick, setTimeout as sleep } from 'node:timers/promises';

/** How one request is answered, down to its bytes. */
export interface Script {
  status?: number;
  headers?: Record<string, string>;
  contentType?: string;
  /** The body, each piece a write of its own. */
  pieces?: (string | Buffer)[];
  /** Cuts the body anew, into pieces of so many bytes. */
  cut?: number;
  /** Before the headers. */
  delayMs?: number;
  /** Before each piece. */
  pauseMs?: number;
  /** Takes the request and never says a word. */
  hang?: boolean;
  /** Says nothing more after so many pieces, with the connection open. */
  stallAfter?: number;
  /** Resets the connection after so many pieces; with 0 before any header. */
  resetAfter?: number;
}

export interface ScriptedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** What was sent, parsed. */
  body: any; // eslint-disable-line @typescript-eslint/no-explicit-any
  at: number;
  /** When the client cut the connection before the answer's end. */
  leftAt: number | null;
  /** Resolves when it does. */
  left: Promise<void>;
}

export type ScriptSource = Script | ((request: ScriptedRequest) => Script);

/** A real HTTP server that answers as it is told to: the next scripts first, one each, then the usual one. */
export class ScriptedServer {
  /** Requests for an answer, in their order. */
  readonly requests: ScriptedRequest[] = [];
  /** Requests for anything else. */
  readonly otherRequests: ScriptedRequest[] = [];
  /** Every connection that is open now. */
  readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private next: ScriptSource[] = [];
  private others = new Map<string, ScriptSource>();

  constructor(
    private readonly chatPath: string,
    private usual: ScriptSource,
  ) {
    this.server = createServer((request, response) => void this.answer(request, response));
    this.server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.setNoDelay(true).on('error', () => undefined);
      socket.once('close', () => this.sockets.delete(socket));
    });
  }

  /** Listens on a free port, or on the one named: whoever comes back comes back where it was. */
  async start(port = 0): Promise<this> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', resolve);
    });
    return this;
  }

  async stop(): Promise<void> {
    if (!this.server.listening) return;
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get calls(): number {
    return this.requests.length;
  }

  get last(): ScriptedRequest {
    return this.requests.at(-1)!;
  }

  /** For the next requests for an answer, one each. */
  script(...scripts: ScriptSource[]): this {
    this.next.push(...scripts);
    return this;
  }

  /** For every request for an answer that has no script of its own. */
  always(script: ScriptSource): this {
    this.usual = script;
    return this;
  }

  /** For `GET path`. */
  get(path: string, script: ScriptSource): this {
    this.others.set(path, script);
    return this;
  }

  /** Forgets requests and scripts to come. */
  reset(): void {
    this.requests.length = 0;
    this.otherRequests.length = 0;
    this.next = [];
  }

  private async answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await record(message, response);
    const isChat = request.method === 'POST' && request.path.split('?')[0] === this.chatPath;
    (isChat ? this.requests : this.otherRequests).push(request);
    const source = isChat
      ? (this.next.shift() ?? this.usual)
      : (this.others.get(request.path.split('?')[0]!) ?? NOT_FOUND);
    await play(typeof source === 'function' ? source(request) : source, response);
  }
}

const NOT_FOUND: Script = {
  status: 404,
  contentType: 'application/json',
  pieces: ['{"error":{"message":"not found"}}'],
};

async function record(message: IncomingMessage, response: ServerResponse): Promise<ScriptedRequest> {
  const { method = '', url = '', headers } = message;
  const request: ScriptedRequest = {
    method,
    path: url,
    headers,
    body: null,
    at: Date.now(),
    leftAt: null,
    left: Promise.resolve(),
  };
  request.left = new Promise((resolve) => {
    response.once('close', () => {
      if (response.writableFinished) return;
      request.leftAt = Date.now();
      resolve();
    });
  });
  const pieces: Buffer[] = [];
  try {
    for await (const piece of message) pieces.push(piece as Buffer);
    request.body = JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    // No body, no JSON, or the client is gone: what there is, is recorded.
  }
  return request;
}

async function play(script: Script, response: ServerResponse): Promise<void> {
  const { status = 200, contentType, headers, delayMs = 0, pauseMs = 0, hang, stallAfter, resetAfter } = script;
  if (hang) return;
  if (delayMs > 0) await sleep(delayMs);
  if (resetAfter === 0) return reset(response);
  response.writeHead(status, { ...(contentType !== undefined && { 'content-type': contentType }), ...headers });
  response.flushHeaders();
  const pieces = piecesOf(script);
  for (const [index, piece] of pieces.entries()) {
    if (index === stallAfter) return;
    if (index === resetAfter) return reset(response);
    if (pauseMs > 0) await sleep(pauseMs);
    else if (script.cut !== undefined) await nextTick();
    if (response.destroyed) return;
    if (!response.write(piece)) await drained(response);
  }
  if (stallAfter !== undefined && stallAfter >= pieces.length) return;
  if (resetAfter !== undefined && resetAfter >= pieces.length) return reset(response);
  response.end();
}

/** Lets what was written go out first. */
function reset(response: ServerResponse): void {
  setTimeout(() => response.socket?.resetAndDestroy(), 20);
}

async function drained(response: ServerResponse): Promise<void> {
  const settled = new AbortController();
  const happens = (event: string): Promise<unknown> =>
    once(response, event, { signal: settled.signal }).catch(() => null);
  await Promise.race([happens('drain'), happens('close')]);
  settled.abort();
}

function piecesOf({ pieces = [], cut }: Script): (string | Buffer)[] {
  if (cut === undefined) return pieces;
  const bytes = bytesOf({ pieces });
  return Array.from({ length: Math.ceil(bytes.length / cut) }, (_, index) =>
    bytes.subarray(index * cut, (index + 1) * cut),
  );
}

/** The whole body. */
export function bytesOf({ pieces = [] }: Script): Buffer {
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
}

export function json(value: unknown, status = 200, headers?: Record<string, string>): Script {
  return { status, headers, contentType: 'application/json', pieces: [JSON.stringify(value)] };
}

export function html(status = 200): Script {
  return {
    status,
    contentType: 'text/html; charset=utf-8',
    pieces: ['<!doctype html><title>Bad gateway</title><p>Sorry'],
  };
}
