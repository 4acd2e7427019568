import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

declare const ENGINE: 'sqlite' | 'postgres';

export const engine = ENGINE;

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** An empty database of this test's own, on the engine that this run is for. */
export async function createTestDatabase(): Promise<TestDatabase> {
  if (engine === 'postgres') return createPostgres();
  const directory = mkdtempSync(join(tmpdir(), 'parley-test-'));
  return {
    url: `sqlite:${join(directory, 'test.db')}`,
    drop: async () => rmSync(directory, { recursive: true, force: true }),
  };
}

async function createPostgres(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await command(`CREATE DATABASE ${name}`);
  const url = new URL(process.env.TEST_DATABASE_URL!);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => command(`DROP DATABASE ${name} WITH (FORCE)`) };
}

async function command(sql: string): Promise<void> {
  const client = new Client({ connectionString: process.env.TEST_DATABASE_URL });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
