import type { DataSource, EntityManager } from 'typeorm';
import { Database, type SqlResult } from './database.js';

export class PostgresDatabase extends Database {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(work);
  }

  async lock(tx: EntityManager, name: string): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
  }

  async lockRow(tx: EntityManager, table: string, id: string): Promise<void> {
    await tx.query(`SELECT 1 FROM ${table} WHERE id = $1 FOR NO KEY UPDATE`, [id]);
  }

  async sql<Row>(tx: EntityManager, text: string, values: unknown[]): Promise<SqlResult<Row>> {
    const result = await tx.queryRunner!.query(text, values, true);
    return { rows: (result.records ?? []) as Row[], affected: result.affected ?? 0 };
  }

  read<Row>(text: string, values: unknown[]): Promise<Row[]> {
    return this.dataSource.query<Row[]>(text, values);
  }

  async ping(): Promise<void> {
    await this.dataSource.query('SELECT 1');
  }
}
