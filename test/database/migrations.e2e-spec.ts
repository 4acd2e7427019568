import type { DataSource } from 'typeorm';
import { LoginFailure } from '../../src/auth/login-failure.entity.js';
import { Login } from '../../src/auth/login.entity.js';
import { RefreshToken } from '../../src/auth/refresh-token.entity.js';
import { User } from '../../src/auth/user.entity.js';
import { createDataSource, dataSourceOptions } from '../../src/database/data-source.js';
import { migrate } from '../../src/database/migrate.js';
import { IdempotencyKey } from '../../src/runs/idempotency-key.entity.js';
import { RunBatch } from '../../src/runs/run-batch.entity.js';
import { Run } from '../../src/runs/run.entity.js';
import { Message } from '../../src/threads/message.entity.js';
import { ProviderThread } from '../../src/threads/provider-thread.entity.js';
import { Thread } from '../../src/threads/thread.entity.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const entities = [
  User,
  Login,
  RefreshToken,
  LoginFailure,
  Thread,
  Message,
  ProviderThread,
  Run,
  RunBatch,
  IdempotencyKey,
];

describe('the migrations', () => {
  let database: TestDatabase;

  const connect = (): Promise<DataSource> => {
    const options = dataSourceOptions({ url: database.url, poolSize: 4, synchronous: 'normal' });
    return createDataSource({ ...options, entities }).initialize();
  };

  beforeEach(async () => {
    database = await createTestDatabase();
  });

  afterEach(() => database.drop());

  it('make the schema that the entities describe, to the last column', async () => {
    const source = await connect();
    await migrate(source);
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
    await source.destroy();
  });

  it('can all be undone and done again', async () => {
    const source = await connect();
    await migrate(source);
    for (const _ of source.migrations) await source.undoLastMigration();
    const runner = source.createQueryRunner();
    expect(await runner.hasTable('threads')).toBe(false);
    await runner.release();
    await migrate(source);
    expect(await source.getRepository(Thread).count()).toBe(0);
    await source.destroy();
  });

  it('run once where several instances start at once on an empty database', async () => {
    const sources = await Promise.all([connect(), connect(), connect(), connect()]);
    // The engines' own locks decide; on SQLite a waiting instance blocks its process, so there they come one after another.
    if (sources[0].options.type === 'postgres') await Promise.all(sources.map(migrate));
    else for (const source of sources) await migrate(source);
    const rows = await sources[0].query<unknown[]>('SELECT * FROM migrations');
    expect(rows).toHaveLength(sources[0].migrations.length);
    for (const source of sources) await source.destroy();
  });
});
