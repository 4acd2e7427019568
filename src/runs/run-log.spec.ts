import { Logger } from '@nestjs/common';
import { LogWriter, type PendingBatch } from './log-writer.js';
import type { RunFeed } from './run-feed.js';
import { RunLog } from './run-log.js';
import type { RunLogStore } from './run-log.store.js';

/** A database as slow, and as unwilling, as a test needs it. */
class SlowStore {
  readonly stored: PendingBatch[] = [];
  failing: Error | null = null;
  refusing = new Set<string>();

  async append(batches: PendingBatch[]): Promise<Set<string>> {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (this.failing) throw this.failing;
    const accepted = batches.filter(({ runId }) => !this.refusing.has(runId));
    if (batches.some(({ events }) => events.includes('poison'))) throw new Error('cannot be stored');
    this.stored.push(...accepted);
    return new Set(accepted.map(({ runId }) => runId));
  }
}

describe('RunLog', () => {
  const published: string[] = [];
  let store: SlowStore;
  let log: RunLog;
  let lost: string[];

  beforeAll(() => Logger.overrideLogger(false));

  beforeEach(() => {
    store = new SlowStore();
    published.length = 0;
    lost = [];
    const feed = { publish: ({ events }: PendingBatch) => published.push(...events) };
    log = new RunLog(store as unknown as RunLogStore, feed as unknown as RunFeed);
  });

  const writer = (runId = 'r'): LogWriter => new LogWriter(runId, 'm', 1, 1, () => lost.push(runId));
  const events = (from: number, count: number): string[] => Array.from({ length: count }, (_, i) => `e${from + i}`);

  it('numbers events without a gap, and publishes none before it is stored', async () => {
    const one = writer();
    for (let i = 0; i < 50; i++) {
      log.append(one, events(i * 3, 3));
      expect(published.length).toBeLessThanOrEqual(store.stored.flatMap((batch) => batch.events).length);
      await new Promise((resolve) => setTimeout(resolve, i % 3));
    }
    const last = await log.close(one, ['last']);
    const all = [...store.stored, last!];
    let seq = 1;
    for (const batch of all) {
      expect(batch.seq).toBe(seq);
      seq += batch.events.length;
    }
    expect(all.flatMap((batch) => batch.events)).toEqual([...events(0, 150), 'last']);
  });

  it('puts all that gathered meanwhile into one transaction', async () => {
    const writers = ['a', 'b', 'c'].map((id) => writer(id));
    for (const each of writers) log.append(each, ['x']);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(store.stored.map(({ runId }) => runId)).toEqual(['a', 'b', 'c']);
  });

  it('makes a writer that runs ahead wait, and lets it go on', async () => {
    const one = writer();
    const big = 'x'.repeat(300_000);
    for (let i = 0; i < 20; i++) {
      log.append(one, [big]);
      if (one.isAhead) await log.room(one);
      expect(one.backlog).toBeLessThan(2_000_000);
    }
    await log.close(one, []);
    expect(store.stored.flatMap((batch) => batch.events).length).toBeGreaterThan(15);
  });

  it('gives up the run that somebody else has, and the one that cannot be stored; the others go on', async () => {
    const [taken, poisoned, well] = [writer('taken'), writer('poisoned'), writer('well')];
    store.refusing.add('taken');
    log.append(taken, ['x']);
    log.append(poisoned, ['poison']);
    log.append(well, ['y']);
    await new Promise((resolve) => setTimeout(resolve, 2));
    expect(await log.close(well, ['z'])).toMatchObject({ events: ['z'], seq: 2 });
    expect(await log.close(poisoned, [])).toBeNull();
    expect(await log.close(taken, [])).toBeNull();
    expect(lost.sort()).toEqual(['poisoned', 'taken']);
    expect(published).toEqual(['y']);
  });

  it('keeps events while the database is gone', async () => {
    const one = writer();
    store.failing = Object.assign(new Error('down'), { code: 'ECONNREFUSED' });
    log.append(one, ['x']);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(published).toEqual([]);
    store.failing = null;
    await log.close(one, []);
    expect(published).toEqual(['x']);
  });
});
