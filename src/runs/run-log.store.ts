import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import type { EventBatch, PendingBatch } from './log-writer.js';

/** JSON cannot contain one: it must escape control characters within strings, and between tokens it is no white space. */
export const SEPARATOR = '\x1e';

const READ = `
  SELECT seq, data FROM run_events
  WHERE run_id = $1 AND seq + count > $2
  ORDER BY seq LIMIT $3`;

/** The rows of run logs. How events get in is each engine's own: that is the path that every token takes. */
export abstract class RunLogStore {
  constructor(protected readonly database: Database) {}

  /** Stores all batches in one transaction and gives the runs that took theirs; the others have changed hands, ended or gone. */
  abstract append(batches: PendingBatch[]): Promise<Set<string>>;

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
}
