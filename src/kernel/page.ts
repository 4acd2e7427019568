import { ValidationFailed } from './errors.js';

export interface PageRequest {
  /** From 1; ignored where there is a cursor. */
  page: number;
  /** 1 to 100. */
  limit: number;
  cursor?: string;
}

export interface Page<T> {
  items: T[];
  page: number;
  limit: number;
  total: number;
  /** Null on the last page. */
  nextCursor: string | null;
}

/** An opaque name for a place in a list: the sort keys of the last item seen. */
export function encodeCursor(keys: (string | number)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** Throws `ValidationFailed` unless `cursor` holds keys of the given types. */
export function decodeCursor<T extends ('string' | 'number')[]>(cursor: string, ...types: T): (string | number)[] {
  try {
    const keys = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown;
    if (Array.isArray(keys) && keys.length === types.length && types.every((type, i) => typeof keys[i] === type)) {
      return keys as (string | number)[];
    }
  } catch {
    // Falls through to the one answer for all that is not a cursor.
  }
  throw ValidationFailed.of('cursor', 'is not a cursor of this list');
}

/** Cuts the one item more that was asked for in order to see whether there is a next page. */
export function pageOf<T>(
  found: T[],
  { page, limit }: PageRequest,
  total: number,
  keys: (item: T) => (string | number)[],
): Page<T> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const nextCursor = found.length > limit && last !== undefined ? encodeCursor(keys(last)) : null;
  return { items, page, limit, total, nextCursor };
}
