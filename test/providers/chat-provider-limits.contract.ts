import { setTimeout as sleep } from 'node:timers/promises';
import { ProviderTimeout } from '../../src/providers/provider-errors.js';
import { ask, failureOf, isLeftWithin, read, textOf } from './read-answer.js';
import type { AdapterInUse } from './use-adapter.js';

/** How long one waits, and how one leaves. */
export function endsAsChatProvider({ server, provider, answer }: AdapterInUse): void {
  describe('limits', () => {
    it('of connecting', async () => {
      const error = await failureOf(provider({ connectSeconds: 0.2 }, 'http://slow.test', () => undefined));
      expect(error).toMatchObject({ code: 'provider_timeout', limit: 'connect', detail: 'no connection within 0.2 s' });
    });

    it('of the first token, before the headers and after them', async () => {
      const asking = provider({ firstTokenSeconds: 0.2 });
      server.script({ hang: true }, { ...answer('a'), stallAfter: 0 });
      for (let i = 0; i < 2; i++) {
        expect(await failureOf(asking)).toMatchObject({ code: 'provider_timeout', limit: 'first_token' });
        await isLeftWithin(server.last, 1000);
      }
    });

    it('of the next token', async () => {
      server.script({ ...answer('a', 'b'), stallAfter: 2 });
      const { chunks, error } = await read(provider({ firstTokenSeconds: 5, idleSeconds: 0.2 }), ask());
      expect(textOf(chunks)).toContain('a');
      expect(error).toBeInstanceOf(ProviderTimeout);
      expect(error).toMatchObject({ limit: 'idle' });
      await isLeftWithin(server.last, 1000);
    });

    it('do not count the time that the reader takes', async () => {
      server.script({ ...answer('a', 'b', 'c'), pauseMs: 30 });
      const { chunks, error } = await read(provider({ idleSeconds: 0.2 }), ask(), { pauseMs: 350 });
      expect([textOf(chunks), error]).toEqual(['abc', undefined]);
    });
  });

  describe('leaving', () => {
    it('by the signal cuts the connection at once, and throws its reason', async () => {
      const abort = new AbortController();
      const reason = new Error('cancelled');
      server.script({ ...answer('a', 'b'), stallAfter: 2 });
      const reading = read(provider(), ask(), { signal: abort.signal });
      await sleep(50);
      abort.abort(reason);
      await isLeftWithin(server.last, 1000);
      expect((await reading).error).toBe(reason);
    });

    it('by the signal before the headers does, too', async () => {
      const abort = new AbortController();
      server.script({ hang: true });
      const reading = read(provider(), ask(), { signal: abort.signal });
      await sleep(50);
      abort.abort(new Error('cancelled'));
      expect((await reading).error).toMatchObject({ message: 'cancelled' });
      await isLeftWithin(server.last, 1000);
    });

    it('by a signal that is spent calls nobody', async () => {
      const { error } = await read(provider(), ask(), { signal: AbortSignal.abort(new Error('spent')) });
      expect(error).toMatchObject({ message: 'spent' });
      expect(server.calls).toBe(0);
    });

    it('by a signal while the reader is busy with a chunk does not wait for it', async () => {
      const abort = new AbortController();
      server.script({ ...answer('a', 'b'), stallAfter: 2 });
      const reading = provider().stream(ask(), abort.signal)[Symbol.asyncIterator]();
      await reading.next();
      abort.abort(new Error('cancelled'));
      await isLeftWithin(server.last, 1000);
      await expect(reading.next()).rejects.toThrow('cancelled');
    });

    it('by leaving the loop cuts the connection', async () => {
      server.script({ ...answer('a', 'b'), stallAfter: 2 });
      for await (const chunks of provider().stream(ask(), new AbortController().signal)) {
        expect(chunks.length).toBeGreaterThan(0);
        break;
      }
      await isLeftWithin(server.last, 1000);
    });

    it('leaves nothing on the signal', async () => {
      const { signal } = new AbortController();
      let listeners = 0;
      const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
      signal.addEventListener = (...given: Parameters<typeof add>) => (listeners++, add(...given));
      signal.removeEventListener = (...given: Parameters<typeof remove>) => (listeners--, remove(...given));
      server.script(answer('a'), { ...answer('a'), resetAfter: 1 });
      const asking = provider();
      await read(asking, ask(), { signal });
      await read(asking, ask(), { signal });
      await sleep(30);
      expect(listeners).toBeLessThanOrEqual(0);
    });

    it('bounds what waits for a slow reader', async () => {
      const big = 'x'.repeat(64 * 1024);
      let written = 0;
      server.script({ ...answer(...Array.from({ length: 300 }, () => big)) });
      const reading = provider().stream(ask(), new AbortController().signal)[Symbol.asyncIterator]();
      await reading.next();
      await sleep(300);
      for (const socket of server.sockets) written += socket.bytesWritten - socket.writableLength;
      expect(written).toBeLessThan(12 * 1024 * 1024);
      await reading.return?.();
    });
  });
}
