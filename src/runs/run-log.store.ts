import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../database/database.js';
import type { EventBatch, FirstToken, PendingBatch } from './log-writer.js';

/** JSON cannot contain one: it must escape control characters within strings, and between tokens it is no white space. */
const SEPARATOR = '\x1e';

const APPEND_ONE = `
  INSERT INTO run_events (run_id, seq, count, data)
  SELECT $1, $2, $3, $4
  WHERE EXISTS (SELECT 1 FROM runs WHERE id = $1 AND fence = $5 AND status IN ('queued', 'running', 'streaming'))
  ON CONFLICT DO NOTHING`;

/** The row lock makes a run that is changing hands wait for us, or us see that it has: no late event slips in behind the new owner. */
const APPEND_MANY = `
  INSERT INTO run_events (run_id, seq, count, data)
  SELECT b.run_id, b.seq, b.count, b.data
  FROM unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::int[]) AS b (run_id, seq, count, data, fence)
  JOIN runs r ON r.id = b.run_id AND r.fence = b.fence AND r.status IN ('queued', 'running', 'streaming')
  ORDER BY r.id FOR SHARE OF r
  ON CONFLICT DO NOTHING
  RETURNING run_id`;

const READ = `
  SELECT seq, data FROM run_events
  WHERE run_id = $1 AND seq + count > $2
  ORDER BY seq LIMIT $3`;

/** The rows of run logs. */
@Injectable()
export class RunLogStore {
  constructor(private readonly database: Database) {}

  /** Stores all batches in one transaction and gives the runs that took theirs; the others have changed hands, ended or gone. */
  append(batches: PendingBatch[]): Promise<Set<string>> {
    return this.database.transaction(async (tx) => {
      const accepted = this.database.engine === 'postgres' ? await this.appendMany(tx, batches) : new Set<string>();
      if (this.database.engine === 'sqlite') {
        for (const batch of batches) {
          const row = [batch.runId, batch.seq, batch.events.length, batch.events.join(SEPARATOR), batch.writer.fence];
          if ((await this.database.sql(tx, APPEND_ONE, row)).affected > 0) accepted.add(batch.runId);
        }
      }
      for (const batch of batches) {
        if (batch.firstToken && accepted.has(batch.runId)) await this.markStreaming(tx, batch, batch.firstToken);
      }
      return accepted;
    });
  }

  /** Stores the last batch of a run that the transaction has just ended, and so knows to be its own. */
  async appendLast(tx: EntityManager, { runId, seq, events }: EventBatch): Promise<void> {
    await this.database.sql(tx, 'INSERT INTO run_events (run_id, seq, count, data) VALUES ($1, $2, $3, $4)', [
      runId,
      seq,
      events.length,
      events.join(SEPARATOR),
    ]);
  }

  /** Up to `limit` batches with what comes after event `after`. */
  async read(runId: string, after: number, limit: number): Promise<EventBatch[]> {
    const rows = await this.database.read<{ seq: number; data: string }>(READ, [runId, after + 1, limit]);
    return rows.map(({ seq, data }) => ({ runId, seq, events: data.split(SEPARATOR) }));
  }

  /** Whether more events may come. */
  async isOpen(runId: string): Promise<boolean> {
    const open = `SELECT 1 FROM runs WHERE id = $1 AND status IN ('queued', 'running', 'streaming')`;
    return (await this.database.read(open, [runId])).length > 0;
  }

  /** The number of the last stored event; 0 where there is none. */
  async last(runId: string): Promise<number> {
    const rows = await this.database.read<{ last: number }>(
      'SELECT seq + count - 1 AS last FROM run_events WHERE run_id = $1 ORDER BY seq DESC LIMIT 1',
      [runId],
    );
    return rows[0]?.last ?? 0;
  }

  private async appendMany(tx: EntityManager, batches: PendingBatch[]): Promise<Set<string>> {
    const { rows } = await this.database.sql<{ run_id: string }>(tx, APPEND_MANY, [
      batches.map((batch) => batch.runId),
      batches.map((batch) => batch.seq),
      batches.map((batch) => batch.events.length),
      batches.map((batch) => batch.events.join(SEPARATOR)),
      batches.map((batch) => batch.writer.fence),
    ]);
    return new Set(rows.map((row) => row.run_id));
  }

  private async markStreaming(tx: EntityManager, { runId, writer }: PendingBatch, first: FirstToken): Promise<void> {
    await this.database.sql(
      tx,
      `UPDATE runs SET status = 'streaming', first_token_at = $2, provider = $3, model = $4
       WHERE id = $1 AND status = 'running'`,
      [runId, first.at, first.provider, first.model],
    );
    await this.database.sql(tx, `UPDATE messages SET status = 'streaming' WHERE id = $1 AND status = 'running'`, [
      writer.messageId,
    ]);
  }
}
