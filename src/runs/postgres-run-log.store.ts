import type { EntityManager } from 'typeorm';
import type { PendingBatch } from './log-writer.js';
import { RunLogStore, SEPARATOR } from './run-log.store.js';

/** The row lock makes a run that is changing hands wait for us, or us see that it has: no late event slips in behind the new owner. */
const APPEND = `
  INSERT INTO run_events (run_id, seq, count, data)
  SELECT b.run_id, b.seq, b.count, b.data
  FROM unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::int[]) AS b (run_id, seq, count, data, fence)
  JOIN runs r ON r.id = b.run_id AND r.fence = b.fence AND r.status IN ('queued', 'running', 'streaming')
  ORDER BY r.id FOR SHARE OF r
  ON CONFLICT DO NOTHING
  RETURNING run_id`;

const BEGIN_STREAMING = `
  WITH begun AS (
    UPDATE runs SET status = 'streaming', first_token_at = b.at, provider = b.provider, model = b.model
    FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[]) AS b (run_id, at, provider, model)
    WHERE runs.id = b.run_id AND runs.status = 'running'
    RETURNING runs.message_id
  )
  UPDATE messages SET status = 'streaming' FROM begun WHERE messages.id = begun.message_id AND messages.status = 'running'`;

export class PostgresRunLogStore extends RunLogStore {
  async append(batches: PendingBatch[]): Promise<Set<string>> {
    const begun = batches.filter(({ firstToken }) => firstToken !== null);
    const values = [
      batches.map(({ runId }) => runId),
      batches.map(({ seq }) => seq),
      batches.map(({ events }) => events.length),
      batches.map(({ events }) => events.join(SEPARATOR)),
      batches.map(({ writer }) => writer.fence),
    ];
    // One statement is a transaction by itself.
    if (begun.length === 0) return idsOf(await this.database.read<Row>(APPEND, values));
    return this.database.transaction(async (tx) => {
      const accepted = idsOf((await this.database.sql<Row>(tx, APPEND, values)).rows);
      await this.beginStreaming(
        tx,
        begun.filter(({ runId }) => accepted.has(runId)),
      );
      return accepted;
    });
  }

  private async beginStreaming(tx: EntityManager, batches: PendingBatch[]): Promise<void> {
    await this.database.sql(tx, BEGIN_STREAMING, [
      batches.map(({ runId }) => runId),
      batches.map(({ firstToken }) => firstToken!.at),
      batches.map(({ firstToken }) => firstToken!.provider),
      batches.map(({ firstToken }) => firstToken!.model),
    ]);
  }
}

interface Row {
  run_id: string;
}

function idsOf(rows: Row[]): Set<string> {
  return new Set(rows.map((row) => row.run_id));
}
