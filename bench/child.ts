import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

/** In a child: listens on a free port, tells the parent which, and ends when the parent does. */
export function tellPort(server: Server): void {
  server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));
  process.on('disconnect', () => process.exit());
}

export interface ServerProcess {
  pid: number;
  origin: string;
  stop(): Promise<void>;
}

/** Starts a script of this folder that tells its port. */
export async function startServer(name: string, ...args: string[]): Promise<ServerProcess> {
  const child = startScript(name, ...args);
  const [port] = (await once(child, 'message')) as [number];
  return { pid: child.pid!, origin: `http://127.0.0.1:${port}`, stop: () => stop(child) };
}

export function startScript(name: string, ...args: string[]): ChildProcess {
  return fork(fileURLToPath(new URL(`${name}.js`, import.meta.url)), args);
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill();
  await gone;
}
