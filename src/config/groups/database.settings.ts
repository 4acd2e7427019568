import { IsInt, Min } from 'class-validator';
import { databaseUrl } from '../kinds/database-url.js';
import { oneOf } from '../kinds/scalars.js';
import { Setting } from '../setting.decorator.js';

export const SYNCHRONOUS = ['normal', 'full'] as const;
export type Synchronous = (typeof SYNCHRONOUS)[number];

export class DatabaseSettings {
  @Setting({
    names: ['DATABASE_URL'],
    deprecated: ['CHAT_DATABASE_URL'],
    secret: 'url',
    as: databaseUrl,
    meaning: 'sqlite:<file>, sqlite::memory: or postgres://user:password@host/name.',
  })
  readonly url: string = 'sqlite:./data/parley.db';

  @Setting({ meaning: 'Most connections to Postgres at once.' })
  @IsInt()
  @Min(1)
  readonly poolSize: number = 10;

  @Setting({ as: oneOf(SYNCHRONOUS), meaning: 'normal, or full: SQLite then also survives a loss of power.' })
  readonly synchronous: Synchronous = 'normal';
}
