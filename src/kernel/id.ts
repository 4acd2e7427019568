import { v7, validate } from 'uuid';

/** UUIDv7: sorts by the time it was made, so that primary keys append to their index. */
export function newId(): string {
  return v7();
}

export function isId(value: unknown): value is string {
  return typeof value === 'string' && validate(value);
}
