import { rmSync } from 'node:fs';
import SqliteConnection from 'better-sqlite3';
import pLimit from 'p-limit';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import type { BetterSqlite3Driver } from 'typeorm/driver/better-sqlite3/BetterSqlite3Driver.js';
import { BetterSqlite3QueryRunner } from 'typeorm/driver/better-sqlite3/BetterSqlite3QueryRunner.js';
import { Unavailable } from '../kernel/errors.js';
import { isDatabaseGone } from './database-errors.js';
import { isMemory } from './data-source.js';
import { Database, type SqlResult } from './database.js';
import { positional } from './placeholders.js';

const BEGIN_LIMIT_MS = 3000;

/**
 * TypeORM has one SQLite connection, so that two transactions at once become one, and a statement outside them falls inside whichever is open.
 * Here TypeORM's connection only reads what is committed, and a second connection writes, one transaction at a time.
 */
export class SqliteDatabase extends Database {
  private readonly writer: SqliteConnection.Database;
  private readonly runner: WriterQueryRunner;
  private readonly commit: SqliteConnection.Statement;
  private readonly rollback: SqliteConnection.Statement;
  private readonly oneAtATime = pLimit(1);

  constructor(
    private readonly dataSource: DataSource,
    synchronous: 'normal' | 'full',
  ) {
    super();
    const driver = dataSource.driver as BetterSqlite3Driver;
    // Waiting inside SQLite would stop the event loop; whoever finds the file locked by another process sleeps here instead.
    this.writer = new SqliteConnection(driver.options.database, { timeout: 0 });
    this.writer.pragma('foreign_keys = ON');
    this.writer.pragma(`synchronous = ${synchronous}`);
    this.runner = new WriterQueryRunner(driver, this.writer);
    this.commit = this.writer.prepare('COMMIT');
    this.rollback = this.writer.prepare('ROLLBACK');
  }

  transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const deadline = Date.now() + BEGIN_LIMIT_MS;
    return this.oneAtATime(async () => {
      await this.runner.begin(deadline);
      this.runner.enter();
      try {
        const result = await work(this.runner.manager);
        await this.runner.commitTransaction();
        return result;
      } catch (error) {
        await this.runner.rollbackTransaction();
        throw error;
      }
    });
  }

  /** The same with statements prepared on the driver itself, for paths where every microsecond counts; `work` is over when it returns. */
  direct<T>(work: (connection: SqliteConnection.Database) => T): Promise<T> {
    const deadline = Date.now() + BEGIN_LIMIT_MS;
    return this.oneAtATime(async () => {
      await this.runner.begin(deadline);
      try {
        const result = work(this.writer);
        this.commit.run();
        return result;
      } catch (error) {
        if (this.writer.inTransaction) this.rollback.run();
        throw error;
      }
    });
  }

  async lock(): Promise<void> {}

  async lockRow(): Promise<void> {}

  async sql<Row>(tx: EntityManager, text: string, values: unknown[]): Promise<SqlResult<Row>> {
    const statement = positional(text);
    const result = await tx.queryRunner!.query(statement.text, statement.arrange(values.map(toSqlite)), true);
    return { rows: (result.records ?? []) as Row[], affected: result.affected ?? 0 };
  }

  read<Row>(text: string, values: unknown[]): Promise<Row[]> {
    const statement = positional(text);
    return this.dataSource.query<Row[]>(statement.text, statement.arrange(values.map(toSqlite)));
  }

  async ping(): Promise<void> {
    await this.dataSource.query('SELECT 1');
  }

  close(): void {
    const file = this.writer.name;
    this.writer.close();
    if (isMemory(file)) for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
  }
}

/** As TypeORM keeps it, so that both compare alike. */
export function toSqlite(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString().replace('T', ' ').replace('Z', '');
  return value;
}

class WriterQueryRunner extends BetterSqlite3QueryRunner {
  private readonly immediately: SqliteConnection.Statement;

  constructor(
    driver: BetterSqlite3Driver,
    private readonly writer: SqliteConnection.Database,
  ) {
    super(driver);
    this.immediately = writer.prepare('BEGIN IMMEDIATE');
    Object.assign(this, { manager: driver.dataSource.createEntityManager(this) });
  }

  override connect(): Promise<SqliteConnection.Database> {
    return Promise.resolve(this.writer);
  }

  /** TypeORM's own transactions within ours are savepoints. */
  enter(): void {
    this.isTransactionActive = true;
    this.transactionDepth = 1;
  }

  /**
   * Takes the write lock at once: a transaction that begins by reading could find, too late, that it may not write. The deadline runs
   * from when the write was asked for, so that those who queue behind a locked file fail with it, not one after another.
   */
  async begin(deadline: number): Promise<void> {
    for (let pause = 2; ; pause = Math.min(pause * 2, 50)) {
      try {
        this.immediately.run();
        break;
      } catch (error) {
        if (!isDatabaseGone(error) || Date.now() > deadline) {
          throw new Unavailable('The database is busy', { cause: error });
        }
        await sleep(pause);
      }
    }
  }
}
