import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type SqliteConnection from 'better-sqlite3';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { migrations } from '../../migrations/index.js';
import { speak, type Engine } from './columns.js';

export interface DatabaseOptions {
  url: string;
  poolSize: number;
  synchronous: 'normal' | 'full';
}

export function engineOf(url: string): Engine {
  return url.startsWith('sqlite:') ? 'sqlite' : 'postgres';
}

/** TypeORM's options for `url`. Never `synchronize`: the migrations are the schema. */
export function dataSourceOptions({ url, poolSize, synchronous }: DatabaseOptions): DataSourceOptions {
  const common = { migrations, migrationsTableName: 'migrations', logging: false as const };
  if (engineOf(url) === 'postgres') {
    return {
      ...common,
      type: 'postgres',
      url,
      poolSize,
      applicationName: 'parley',
      connectTimeoutMS: 3000,
      // A statement that waits longer than this holds a pool client that others need.
      extra: { statement_timeout: 15_000, lock_timeout: 3000, keepAlive: true },
    };
  }
  return {
    ...common,
    type: 'better-sqlite3',
    database: sqliteFile(url),
    timeout: 30_000,
    enableWAL: true,
    statementCacheSize: 300,
    prepareDatabase: (connection: SqliteConnection.Database) => {
      connection.pragma(`synchronous = ${synchronous}`);
    },
  };
}

const MEMORY_PREFIX = join(tmpdir(), 'parley-memory-');

/** `sqlite::memory:` is a file that goes with the process: the reading and the writing connection need one they can share. */
function sqliteFile(url: string): string {
  const path = url.slice('sqlite:'.length);
  return path === ':memory:' ? `${MEMORY_PREFIX}${randomUUID()}.db` : resolve(path);
}

export function isMemory(file: string): boolean {
  return file.startsWith(MEMORY_PREFIX);
}

export function createDataSource(options: DataSourceOptions): DataSource {
  speak(options.type === 'postgres' ? 'postgres' : 'sqlite');
  return new DataSource(options);
}
