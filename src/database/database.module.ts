import { Global, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { DatabaseSettings } from '../config/groups/database.settings.js';
import { createDataSource, dataSourceOptions } from './data-source.js';
import { Database } from './database.js';
import { migrate } from './migrate.js';
import { PostgresDatabase } from './postgres-database.js';
import { SqliteDatabase } from './sqlite-database.js';

@Injectable()
class DatabaseCloser implements OnApplicationShutdown {
  constructor(@Inject(Database) private readonly database: Database) {}

  onApplicationShutdown(): void {
    if (this.database instanceof SqliteDatabase) this.database.close();
  }
}

@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [DatabaseSettings],
      useFactory: (settings: DatabaseSettings) => ({
        ...dataSourceOptions(settings),
        autoLoadEntities: true,
        retryAttempts: 5,
        retryDelay: 1000,
      }),
      dataSourceFactory: async (options) => {
        const dataSource = await createDataSource(options!).initialize();
        await migrate(dataSource);
        return dataSource;
      },
    }),
  ],
  providers: [
    {
      provide: Database,
      inject: [DataSource, DatabaseSettings],
      useFactory: async (dataSource: DataSource, settings: DatabaseSettings): Promise<Database> => {
        if (dataSource.options.type === 'postgres') return new PostgresDatabase(dataSource);
        const database = new SqliteDatabase(dataSource, settings.synchronous);
        // From here on TypeORM's own connection only reads: a write outside a transaction fails loudly, in the first test that tries it.
        await dataSource.query('PRAGMA query_only = ON');
        return database;
      },
    },
    DatabaseCloser,
  ],
  exports: [Database],
})
export class DatabaseModule {}
