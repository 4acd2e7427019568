import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const MAIN = resolve('dist/src/main.js');

/** Below the ports that systems give to connections going out, so that a server that restarts finds its own free. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    const probe = createServer();
    const isFree = await new Promise<boolean>((answer) => {
      probe.once('error', () => answer(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => answer(true)));
    });
    if (isFree) return port;
  }
}

/** The server as it is built, in a process of its own that can be killed for real. */
export class ChildServer {
  private child: ChildProcess | undefined;
  output = '';

  constructor(
    readonly port: number,
    private readonly directory: string,
    private readonly env: Record<string, string>,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const { PATH = '' } = process.env;
    const env = { PATH, HOST: '127.0.0.1', PORT: String(this.port), ...this.env };
    const child = spawn(process.execPath, [MAIN], { cwd: this.directory, env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (this.output += String(text)));
    const deadline = Date.now() + 20_000;
    while (!(await this.isReady())) {
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`The server did not start:\n${this.output}`);
      await sleep(25);
    }
  }

  async isReady(): Promise<boolean> {
    return fetch(`${this.url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  signal(signal: NodeJS.Signals): void {
    this.child!.kill(signal);
  }

  /** The exit code; null where a signal ended it. */
  async exited(): Promise<number | null> {
    const child = this.child!;
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return child.exitCode;
  }

  async kill(): Promise<void> {
    if (!this.child) return;
    this.signal('SIGKILL');
    await this.exited();
  }
}
