import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Microseconds a tick of the kernel's accounting. */
const TICK = 1e6 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** Microseconds that a process has computed so far, the kernel's work for it included. Linux only. */
export function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name, in brackets, may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user, system] = fields.slice(11, 13).map(Number);
  return (user! + system!) * TICK;
}
