import { createServer } from 'node:net';
import type { Lookup } from '../../src/providers/http/allowed-addresses.js';
import { ProviderFailed, ProviderUnavailable } from '../../src/providers/provider-errors.js';
import { html, type Script } from '../support/scripted-server.js';
import { ask, failureOf, isLeftWithin, read } from './read-answer.js';
import { type AdapterInUse, KEY } from './use-adapter.js';

/** What is refused, is not the protocol, or is not there at all. */
export function failsAsChatProvider({ server, provider, answer, refusal }: AdapterInUse): void {
  describe('what is not the protocol', () => {
    it.each([
      ['HTML', html()],
      ['HTML with an error', html(502)],
      ['text', { contentType: 'text/plain', pieces: ['busy, come back later'] }],
      ['JSON of another kind', { contentType: 'application/json', pieces: ['{"ok":true}'] }],
      ['a JSON array', { contentType: 'application/json', pieces: ['[]'] }],
      ['JSON null', { contentType: 'application/json', pieces: ['null'] }],
      ['half a JSON', { contentType: 'application/json', pieces: ['{"choices":['] }],
      ['nothing', { status: 204 }],
      ['compressed', { headers: { 'content-encoding': 'gzip' }, pieces: [Buffer.from('1f8b08', 'hex')] }],
    ])('is a failure: %s', async (_, script: Script) => {
      server.script(script);
      const { chunks, error } = await read(provider(), ask());
      expect(chunks).toEqual([]);
      expect(error).toBeInstanceOf(ProviderFailed);
    });

    it('is a failure: an event without end', async () => {
      server.script({
        ...answer('x'),
        pieces: Array.from({ length: 10 }, () => Buffer.alloc(1024 * 1024, 'a')),
        stallAfter: 10,
      });
      expect((await read(provider(), ask())).error).toMatchObject({ detail: 'one event is larger than can be read' });
      await isLeftWithin(server.last, 1000);
    });

    it('is a failure: not even HTTP', async () => {
      const babbler = createServer((socket) =>
        socket.on('error', () => undefined).once('data', () => socket.write('SSH-2.0-OpenSSH_9.2\r\n')),
      );
      await new Promise<void>((resolve) => babbler.listen(0, '127.0.0.1', resolve));
      const { port } = babbler.address() as { port: number };
      const error = await failureOf(provider({}, `http://127.0.0.1:${port}`));
      babbler.close();
      expect(error).toMatchObject({ code: 'provider_error', detail: 'answered with what is not HTTP' });
    });

    it.each([301, 302, 307, 308])('is a failure: a redirect (%d), which is not followed', async (status) => {
      server.script({ status, headers: { location: `${server.origin}/elsewhere` } });
      const { error } = await read(provider(), ask());
      expect(error).toMatchObject({ code: 'provider_error', status });
      expect(server.otherRequests).toEqual([]);
    });
  });

  describe('refusals', () => {
    it.each([400, 401, 403, 404, 422, 500, 503])(
      '%d is a failure that tells what the provider said',
      async (status) => {
        server.script(refusal(status, 'no such luck'));
        const error = await failureOf(provider());
        expect(error).toMatchObject({ code: 'provider_error', status, detail: `answered ${status}: no such luck` });
      },
    );

    it('keep how long to wait', async () => {
      server.script(
        refusal(429, 'slow down', { 'retry-after': '7' }),
        refusal(503, 'later', { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }),
      );
      const asking = provider();
      expect(await failureOf(asking)).toMatchObject({ status: 429, retryAfter: 7 });
      const { retryAfter } = (await failureOf(asking)) as ProviderFailed;
      expect(retryAfter).toBeGreaterThan(55);
      expect(retryAfter).toBeLessThanOrEqual(60);
    });

    it('tell neither our key nor what was asked, and forge no log line', async () => {
      const secret = 'my secret question';
      server.script((request) =>
        refusal(401, `Wrong key ${request.headers.authorization}\nfor ${secret} at http://a:b@c/`),
      );
      const messages = [{ role: 'user' as const, content: secret }];
      const { error } = await read(provider(), { messages, parameters: {} });
      const told = JSON.stringify([error, (error as Error).message, (error as ProviderFailed).detail]);
      for (const hidden of [KEY, secret, 'a:b', '\\n']) expect(told).not.toContain(hidden);
      expect(told).toContain('Wrong key');
    });

    it('are told at once though their body never ends', async () => {
      server.script({ ...refusal(500, 'x'), pieces: ['{"error":', '"'], stallAfter: 1 });
      const start = Date.now();
      expect(await failureOf(provider())).toMatchObject({ status: 500, detail: 'answered 500' });
      expect(Date.now() - start).toBeLessThan(3000);
    });
  });

  describe('nobody there', () => {
    it('a refused connection is unavailable, at once', async () => {
      const start = Date.now();
      const error = await failureOf(provider({}, 'http://127.0.0.1:9'));
      expect(error).toBeInstanceOf(ProviderUnavailable);
      expect((error as ProviderUnavailable).detail).toBe('connection refused');
      expect(Date.now() - start).toBeLessThan(1000);
    });

    it('a name that nobody knows is unavailable', async () => {
      const lookup: Lookup = (_name, _options, found) =>
        found(Object.assign(new Error('?'), { code: 'ENOTFOUND' }), []);
      expect(await failureOf(provider({}, 'http://nobody.test', lookup))).toMatchObject({ detail: 'no such host' });
    });

    it('a reset before the answer is unavailable', async () => {
      server.script({ resetAfter: 0 });
      expect(await failureOf(provider())).toBeInstanceOf(ProviderUnavailable);
    });

    it.each(['169.254.169.254', '[fe80::1]', '[fd00:ec2::254]', '[::ffff:169.254.1.1]', 'metadata.google.internal'])(
      '%s is never called',
      async (host) => {
        const error = await failureOf(provider({}, `http://${host}`));
        expect(error).toMatchObject({ code: 'provider_unavailable', detail: expect.stringContaining('never called') });
      },
    );

    it('nor is a name that leads there', async () => {
      const lookup: Lookup = (_name, { all }, found) =>
        all ? found(null, [{ address: '169.254.169.254', family: 4 }]) : found(null, '169.254.169.254', 4);
      const error = await failureOf(provider({}, 'http://innocent.test', lookup));
      expect(error).toMatchObject({ detail: expect.stringContaining('never called') });
    });
  });
}
