import type { Writable } from 'node:stream';
import type { RunReader, Subscription } from '../runs/subscription.js';

/** Turns consecutive run events, the first of them number `seq`, into a surface's bytes. */
export type Encoder = (events: string[], seq: number) => string;

/** Characters that may wait in the connection; what comes then stays in the log. */
const WAITING_MAX = 64 * 1024;
/** A reader that takes nothing for so long is gone, whatever its connection says. */
const STALL_MS = 60_000;

/**
 * Writes a run's events to a connection as they are stored, at the pace of whoever reads it. Resolves when all has been written, or
 * the reader is gone or too slow: then its connection is cut, and it may attach again.
 */
export function streamRun(
  follow: (reader: RunReader) => Subscription,
  to: Writable,
  encode: Encoder,
): Promise<'complete' | 'gone'> {
  return new Promise((resolve) => {
    let stalled: NodeJS.Timeout | undefined;
    const close = (how: 'complete' | 'gone'): void => {
      clearTimeout(stalled);
      subscription.close();
      resolve(how);
    };
    const subscription = follow({
      take: (events, seq) => {
        if (to.write(encode(events, seq)) || to.writableLength < WAITING_MAX) return true;
        stalled = setTimeout(() => to.destroy(), STALL_MS);
        return false;
      },
      end: (why) => {
        if (why === 'complete') to.end();
        else to.destroy();
        close(why === 'complete' ? 'complete' : 'gone');
      },
    });
    to.on('close', () => close('gone'));
    to.on('error', () => close('gone'));
    to.on('drain', () => {
      clearTimeout(stalled);
      subscription.resume();
    });
  });
}
