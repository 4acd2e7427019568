/** A JSON column read by hand: Postgres' driver has parsed it, SQLite's has not. */
export function fromJson<T>(column: unknown): T {
  return (typeof column === 'string' ? JSON.parse(column) : column) as T;
}
