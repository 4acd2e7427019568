import type { ErrorDetail } from '../../../kernel/errors.js';

const DEPTH_MAX = 32;
const PROTOTYPE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Finds what is valid JSON and still cannot be kept, or is only ever sent to do harm: text that is no Unicode or holds a NUL (no
 * database takes either), numbers beyond all range, keys that reach for an object's prototype, nesting without end. Null where all is well.
 */
export function findUnsafe(value: unknown, field = 'body', depth = 0): ErrorDetail | null {
  if (typeof value === 'string') return findInText(value, field);
  if (typeof value === 'number' && !Number.isFinite(value)) return { field, message: 'must be a number within range' };
  if (value === null || typeof value !== 'object') return null;
  if (depth >= DEPTH_MAX) return { field, message: `must not be nested more than ${DEPTH_MAX} levels deep` };
  for (const [key, item] of Object.entries(value)) {
    if (PROTOTYPE_KEYS.has(key)) return { field, message: 'has a key that is not allowed' };
    const inner = depth === 0 ? key : `${field}.${key}`;
    const fault = findInText(key, field) ?? findUnsafe(item, inner, depth + 1);
    if (fault) return fault;
  }
  return null;
}

function findInText(text: string, field: string): ErrorDetail | null {
  if (text.includes('\0')) return { field, message: 'must not contain a NUL character' };
  if (!text.isWellFormed()) return { field, message: 'must be well-formed Unicode' };
  return null;
}
