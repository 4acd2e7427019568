import {
  Column,
  ForeignKey,
  getMetadataArgsStorage,
  PrimaryColumn,
  type ColumnOptions,
  type ColumnType,
} from 'typeorm';

export type Engine = 'sqlite' | 'postgres';

/**
 * What a column holds, in words that both engines have. JSON is kept as `json` on Postgres, not `jsonb`: what a client stored reads back
 * with its keys in the order they were sent.
 */
const WORDS = {
  id: { sqlite: { type: 'text' }, postgres: { type: 'uuid' } },
  json: { sqlite: { type: 'simple-json' }, postgres: { type: 'json' } },
  time: { sqlite: { type: 'datetime' }, postgres: { type: 'timestamptz', precision: 3 } },
} as const satisfies Record<string, Record<Engine, { type: ColumnType; precision?: number }>>;
type Word = keyof typeof WORDS;

const spoken: { target: object; property: string; word: Word }[] = [];

function word(
  name: Word,
  column: (options: ColumnOptions) => PropertyDecorator,
  options: ColumnOptions,
): PropertyDecorator {
  return (target, property) => {
    spoken.push({ target: target.constructor, property: String(property), word: name });
    column({ ...options, type: WORDS[name].sqlite.type })(target, property);
  };
}

/** The primary key: a UUID made by us. */
export const IdColumn = (): PropertyDecorator => word('id', (options) => PrimaryColumn(options as never), {});

/** Another row's id. `to` makes it a foreign key; the row goes when the other one goes. */
export function RefColumn(
  options: ColumnOptions & { to?: () => new () => object; primary?: boolean },
): PropertyDecorator {
  const { to, primary, ...rest } = options;
  const column = word('id', (all) => (primary ? PrimaryColumn(all as never) : Column(all)), rest);
  return (target, property) => {
    column(target, property);
    if (to) ForeignKey(to, { onDelete: 'CASCADE' })(target, property);
  };
}

export const JsonColumn = (options: ColumnOptions = {}): PropertyDecorator => word('json', Column, options);

/** A moment, in UTC, to the millisecond. */
export const TimeColumn = (options: ColumnOptions = {}): PropertyDecorator => word('time', Column, options);

/** Decorators run before the engine is known; this gives the words their meaning just before the data source is made. */
export function speak(engine: Engine): void {
  const columns = getMetadataArgsStorage().columns;
  for (const { target, property, word: name } of spoken) {
    const column = columns.find((candidate) => candidate.target === target && candidate.propertyName === property);
    if (column) Object.assign(column.options, { precision: undefined, ...WORDS[name][engine] });
  }
}
