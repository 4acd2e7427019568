import { QueryRunner, Table, TableForeignKey, TableIndex, type TableColumnOptions } from 'typeorm';

type Options = Partial<TableColumnOptions>;

/** The words in which migrations are written, once for both engines. Frozen, as the migrations are: a new meaning is a new word. */
export function schema(runner: QueryRunner) {
  const postgres = runner.dataSource.options.type === 'postgres';
  const column = (name: string, type: string, options: Options = {}): TableColumnOptions => ({
    name,
    type,
    ...options,
  });

  return {
    id: (name = 'id', options: Options = {}) =>
      column(name, postgres ? 'uuid' : 'text', { isPrimary: true, ...options }),
    ref: (name: string, options: Options = {}) => column(name, postgres ? 'uuid' : 'text', options),
    text: (name: string, options: Options = {}) => column(name, 'text', options),
    integer: (name: string, options: Options = {}) => column(name, 'integer', options),
    boolean: (name: string, options: Options = {}) => column(name, 'boolean', options),
    json: (name: string, options: Options = {}) => column(name, postgres ? 'json' : 'text', options),
    time: (name: string, options: Options = {}) =>
      column(name, postgres ? 'timestamptz' : 'datetime', postgres ? { precision: 3, ...options } : options),

    /** `owned` maps a column to the table whose row takes this one with it. */
    table: async (
      name: string,
      columns: TableColumnOptions[],
      {
        owned = {},
        indices = {},
      }: { owned?: Record<string, string>; indices?: Record<string, [string[], 'unique'?]> } = {},
    ): Promise<void> => {
      const foreignKeys = Object.entries(owned).map(
        ([columnName, table]) =>
          new TableForeignKey({
            columnNames: [columnName],
            referencedTableName: table,
            referencedColumnNames: ['id'],
            onDelete: 'CASCADE',
          }),
      );
      const indexes = Object.entries(indices).map(
        ([indexName, [columnNames, unique]]) =>
          new TableIndex({ name: indexName, columnNames, isUnique: unique === 'unique' }),
      );
      await runner.createTable(new Table({ name, columns, foreignKeys, indices: indexes }));
    },
  };
}

export const nullable: Options = { isNullable: true };
