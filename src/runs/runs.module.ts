import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Database } from '../database/database.js';
import { SqliteDatabase } from '../database/sqlite-database.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { ThreadsModule } from '../threads/threads.module.js';
import { AskService } from './ask.service.js';
import { ContextWindow } from './context-window.js';
import { IdempotencyKey } from './idempotency-key.entity.js';
import { ModelCall } from './model-call.service.js';
import { QuestionStore } from './question.store.js';
import { RunBatch } from './run-batch.entity.js';
import { RunEngine } from './run.engine.js';
import { Run } from './run.entity.js';
import { RunFeed } from './run-feed.js';
import { RunKeeper } from './run.keeper.js';
import { RunLog } from './run-log.js';
import { RunLogStore } from './run-log.store.js';
import { SqliteRunLogStore } from './sqlite-run-log.store.js';
import { PostgresRunLogStore } from './postgres-run-log.store.js';
import { RunService } from './run.service.js';
import { RunStore } from './run.store.js';

@Module({
  imports: [TypeOrmModule.forFeature([Run, RunBatch, IdempotencyKey]), ThreadsModule, ProvidersModule],
  providers: [
    AskService,
    ContextWindow,
    ModelCall,
    QuestionStore,
    RunEngine,
    RunFeed,
    RunKeeper,
    RunLog,
    {
      provide: RunLogStore,
      inject: [Database],
      useFactory: (database: Database) =>
        database instanceof SqliteDatabase ? new SqliteRunLogStore(database) : new PostgresRunLogStore(database),
    },
    RunService,
    RunStore,
  ],
  exports: [AskService, RunEngine, RunService],
})
export class RunsModule {}
