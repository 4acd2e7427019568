interface PositionalStatement {
  text: string;
  arrange: (values: unknown[]) => unknown[];
}

const known = new Map<string, PositionalStatement>();

/** Turns `$2 … $1` into `? … ?` with the values put in that order: the driver binds by position only. Statements are few and fixed, so each is turned once. */
export function positional(sql: string): PositionalStatement {
  let statement = known.get(sql);
  if (!statement) {
    const order: number[] = [];
    const text = sql.replace(/\$(\d+)/g, (_, index: string) => {
      order.push(Number(index) - 1);
      return '?';
    });
    statement = { text, arrange: (values) => order.map((index) => values[index]) };
    known.set(sql, statement);
  }
  return statement;
}
