import { setTimeout as sleep } from 'node:timers/promises';
import { type Awaiting, Deadlines } from './deadlines.js';

describe('deadlines', () => {
  it('expire when they are due, unless they are moved or given up', async () => {
    const deadlines = new Deadlines();
    const expired: string[] = [];
    const awaiting = (name: string, milliseconds: number): Awaiting => {
      const one = { due: performance.now() + milliseconds, expire: () => (expired.push(name), deadlines.delete(one)) };
      deadlines.add(one);
      return one;
    };
    awaiting('short', 20);
    const moved = awaiting('moved', 20);
    const givenUp = awaiting('given up', 20);
    moved.due = Infinity;
    deadlines.delete(givenUp);
    await sleep(200);
    expect(expired).toEqual(['short']);
    deadlines.delete(moved);
    expect(deadlines.size).toBe(0);
  });
});
