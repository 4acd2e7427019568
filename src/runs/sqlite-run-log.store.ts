import type SqliteConnection from 'better-sqlite3';
import { type SqliteDatabase, toSqlite } from '../database/sqlite-database.js';
import type { PendingBatch } from './log-writer.js';
import { RunLogStore, SEPARATOR } from './run-log.store.js';

const APPEND = `
  INSERT INTO run_events (run_id, seq, count, data)
  SELECT :runId, :seq, :count, :data
  WHERE EXISTS (SELECT 1 FROM runs WHERE id = :runId AND fence = :fence AND status IN ('queued', 'running', 'streaming'))
  ON CONFLICT DO NOTHING`;

const BEGIN_STREAMING = `
  UPDATE runs SET status = 'streaming', first_token_at = :at, provider = :provider, model = :model
  WHERE id = :runId AND status = 'running'`;

const SHOW_STREAMING = `UPDATE messages SET status = 'streaming' WHERE id = :messageId AND status = 'running'`;

type Statements = Record<'append' | 'beginStreaming' | 'showStreaming', SqliteConnection.Statement>;

export class SqliteRunLogStore extends RunLogStore {
  private statements: Statements | undefined;

  constructor(private readonly sqlite: SqliteDatabase) {
    super(sqlite);
  }

  append(batches: PendingBatch[]): Promise<Set<string>> {
    return this.sqlite.direct((connection) => {
      this.statements ??= prepare(connection);
      const accepted = new Set<string>();
      for (const batch of batches) if (this.appendOne(this.statements, batch)) accepted.add(batch.runId);
      return accepted;
    });
  }

  private appendOne(statements: Statements, { runId, seq, events, writer, firstToken }: PendingBatch): boolean {
    const data = events.join(SEPARATOR);
    const { changes } = statements.append.run({ runId, seq, count: events.length, data, fence: writer.fence });
    if (changes > 0 && firstToken) {
      statements.beginStreaming.run({ runId, ...firstToken, at: toSqlite(firstToken.at) });
      statements.showStreaming.run({ messageId: writer.messageId });
    }
    return changes > 0;
  }
}

function prepare(connection: SqliteConnection.Database): Statements {
  return {
    append: connection.prepare(APPEND),
    beginStreaming: connection.prepare(BEGIN_STREAMING),
    showStreaming: connection.prepare(SHOW_STREAMING),
  };
}
