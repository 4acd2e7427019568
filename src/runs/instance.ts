import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** This machine, or this container on it: process numbers mean something only within. */
const HOST = createHash('sha256')
  .update([hostname(), firstLine('/proc/sys/kernel/random/boot_id'), link('/proc/self/ns/pid')].join('\n'))
  .digest('base64url')
  .slice(0, 16);

/** Names this process in the database: host, process number, and chance, because numbers come round again. */
export const INSTANCE = `${HOST}/${process.pid}/${randomBytes(6).toString('base64url')}`;

/** True only where it is certain: a process of this host that is no more. Of other hosts nothing is known but their leases. */
export function isDead(instance: string): boolean {
  const [host, pid] = instance.split('/');
  if (host !== HOST || instance === INSTANCE) return false;
  if (Number(pid) === process.pid) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function firstLine(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
