import { QueryFailedError } from 'typeorm';
import { Unavailable } from '../kernel/errors.js';

function codeOf(error: unknown): string {
  const cause = error instanceof QueryFailedError ? (error.driverError as unknown) : error;
  const code = (cause as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** A unique index or a primary key refused the row: somebody else was first. */
export function isDuplicate(error: unknown): boolean {
  return ['23505', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'].includes(codeOf(error));
}

/** Two transactions met: a row was deleted between two statements, or they waited for each other. Trying again at once helps. */
export function isPassing(error: unknown): boolean {
  return ['23503', '40P01', '40001'].includes(codeOf(error));
}

const GONE = /^(08\w{3}|57P0\d|53\w{3}|55P03|57014|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH)$/;
const SQLITE_GONE = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|NOMEM|PROTOCOL)/;
const PG_SENTENCES =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Query read timeout/i;

/** The engine does not answer, or cannot take more now: worth asking again later, and not the request's fault. */
export function isDatabaseGone(error: unknown): boolean {
  if (error instanceof Unavailable) return true;
  const code = codeOf(error);
  if (GONE.test(code) || SQLITE_GONE.test(code)) return true;
  return error instanceof Error && PG_SENTENCES.test(error.message);
}
