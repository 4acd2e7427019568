import { setTimeout as sleep } from 'node:timers/promises';
import { ShortCache } from './short-cache.js';

describe('a short cache', () => {
  it('searches once for all who ask at once or soon after, and again later', async () => {
    let searches = 0;
    const cache = new ShortCache(50, async () => (await sleep(10), ++searches));
    expect(await Promise.all([cache.get(), cache.get()])).toEqual([1, 1]);
    expect(await cache.get()).toBe(1);
    await sleep(70);
    expect(await cache.get()).toBe(2);
  });
});
