import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stop } from './child.js';
import type { Target } from './target.js';

const MAIN = resolve('dist/src/main.js');
const USER = { username: 'bench', password: 'a password for the bench' };

/** The built server as it is delivered, everything on, in a directory of its own; no setting of whoever runs this reaches it. */
export async function startParley(name: string, providerOrigin: string, databaseUrl?: string): Promise<Target> {
  const directory = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  const server = spawn(process.execPath, [...process.execArgv, '--enable-source-maps', MAIN], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      PORT: '0',
      DATABASE_URL: databaseUrl ?? `sqlite:${join(directory, 'parley.db')}`,
      LLM__HOST: `${providerOrigin}/v1`,
      LLM__MODEL: 'bench-model',
      LOG_LEVEL: 'info',
      LOG_FILE: join(directory, 'parley.log'),
    },
  });
  const origin = await addressOf(server.stdout);
  await post(`${origin}/api/auth/register`, USER);
  return {
    name,
    pid: server.pid!,
    origin,
    prepare: async (streams, script) => {
      const { access_token } = await post<{ access_token: string }>(`${origin}/api/auth/login`, USER);
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${access_token}` };
      const body = JSON.stringify({ text: JSON.stringify(script) });
      const threads = Array.from({ length: streams }, () => post<{ id: string }>(`${origin}/api/threads`, {}, headers));
      return (await Promise.all(threads)).map(({ id }) => ({
        path: `/api/threads/${id}/messages/stream`,
        headers,
        body,
      }));
    },
    stop: async () => {
      await stop(server);
      rmSync(directory, { recursive: true });
    },
  };
}

/** It says where it serves once it does. */
async function addressOf(output: NodeJS.ReadableStream): Promise<string> {
  const [welcome] = (await Promise.race([once(output, 'data'), once(output, 'end')])) as [Buffer | undefined];
  const address = /http:\/\/[\d.]+:\d+/.exec(String(welcome))?.[0];
  if (address === undefined) throw new Error('Parley did not start');
  return address;
}

async function post<T>(url: string, body: object, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
