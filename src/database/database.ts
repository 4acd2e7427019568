import type { EntityManager } from 'typeorm';

export interface SqlResult<Row> {
  rows: Row[];
  /** Rows that an INSERT, UPDATE or DELETE touched. */
  affected: number;
}

/**
 * The two engines behind one port. Reads go through TypeORM's repositories as they are; every write happens inside `transaction`,
 * which on SQLite is the only connection that can write.
 */
export abstract class Database {
  /** Commits when `work` resolves, rolls back when it rejects. Throws `Unavailable` where the engine cannot begin within three seconds. */
  abstract transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T>;

  /** Holds a named lock until the transaction ends: for rules about rows that do not exist yet. */
  abstract lock(tx: EntityManager, name: string): Promise<void>;

  /** Takes the row lock that serialises what happens to one thread; SQLite's single writer has it already. */
  abstract lockRow(tx: EntityManager, table: string, id: string): Promise<void>;

  /** Hand-written SQL with `$1` placeholders, for paths where every microsecond counts. Dates are given as `Date`. */
  abstract sql<Row = unknown>(tx: EntityManager, text: string, values: unknown[]): Promise<SqlResult<Row>>;

  /** The same for reading, outside a transaction. */
  abstract read<Row = unknown>(text: string, values: unknown[]): Promise<Row[]>;

  /** Rejects when the engine does not answer. */
  abstract ping(): Promise<void>;
}
