import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const JWT_SECRET_FILE = 'data/jwt-secret';

/**
 * The secret kept by an earlier start, else a new one. Of processes that start together one wins, and all use its secret:
 * the file appears under its name complete, or not at all.
 */
export function keptJwtSecret(cwd: string): string {
  return findJwtSecret(cwd) ?? make(cwd, join(cwd, JWT_SECRET_FILE));
}

function make(cwd: string, file: string): string {
  mkdirSync(join(cwd, 'data'), { recursive: true });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    unlinkSync(draft);
  }
  return readFileSync(file, 'utf8').trim();
}

export function findJwtSecret(cwd: string): string | undefined {
  try {
    return readFileSync(join(cwd, JWT_SECRET_FILE), 'utf8').trim();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code;
}
