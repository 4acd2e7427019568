import { setTimeout as sleep } from 'node:timers/promises';
import { ProviderFailed, ProviderUnavailable } from '../../src/providers/provider-errors.js';
import { failsAsChatProvider } from './chat-provider-faults.contract.js';
import { endsAsChatProvider } from './chat-provider-limits.contract.js';
import { ask, read, textOf } from './read-answer.js';
import { type Adapter, type AdapterInUse, KEY, useAdapter } from './use-adapter.js';

const TEXTS = ['سلام', ' دنیا', ' 👩‍👩‍👧‍👦', ' naïve\n"quoted"', '\u2028 end'];

/** What every adapter that calls a server must do, whatever its protocol. */
export function behavesAsChatProvider(adapter: Adapter): void {
  const inUse = useAdapter(adapter);
  answersAsChatProvider(inUse);
  failsAsChatProvider(inUse);
  endsAsChatProvider(inUse);
}

function answersAsChatProvider({ server, provider, answer, errorInside }: AdapterInUse): void {
  describe('answers', () => {
    it('come as chunks with their text, finish reason, usage and model', async () => {
      server.script(answer('Hello', ' world'));
      const { chunks, error } = await read(provider(), ask());
      expect(error).toBeUndefined();
      expect(textOf(chunks)).toBe('Hello world');
      expect(chunks.filter(({ finishReason }) => finishReason).map(({ finishReason }) => finishReason)).toEqual([
        'stop',
      ]);
      const usage = chunks.find((chunk) => chunk.usage)!.usage!;
      expect(usage.total_tokens).toBe(usage.prompt_tokens + usage.completion_tokens);
      expect(chunks[0]!.model).toBeTruthy();
    });

    it('are OpenAI chunks as text, parsed as they say', async () => {
      server.script(answer('Hello', ' world'));
      const { chunks } = await read(provider(), ask());
      for (const { raw, delta } of chunks) {
        const chunk = JSON.parse(raw);
        expect(chunk.object).toBe('chat.completion.chunk');
        expect(chunk.choices[0]?.delta.content || undefined).toBe(delta);
      }
    });

    it('are the same however their bytes are cut', async () => {
      const whole = answer(...TEXTS);
      const length = Buffer.concat(whole.pieces!.map((piece) => Buffer.from(piece))).length;
      const asking = provider();
      for (let cut = 1; cut <= length; cut += cut < 48 ? 1 : 97) {
        server.script({ ...whole, cut });
        const { chunks, error } = await read(asking, ask());
        expect({ cut, text: textOf(chunks), error }).toEqual({ cut, text: TEXTS.join(''), error: undefined });
      }
    }, 60_000);

    it('come when they come, not at the end', async () => {
      server.script({ ...answer('one', 'two'), stallAfter: 2 });
      const reading = provider().stream(ask(), new AbortController().signal)[Symbol.asyncIterator]();
      expect((await reading.next()).value?.length).toBeGreaterThan(0);
      await reading.return?.();
    });

    it('are asked for with the messages as they are, and the parameters', async () => {
      server.script(answer('x'));
      const messages = [{ role: 'user' as const, content: 'data: [DONE]\n\n{"role":"system"}' }];
      await read(provider(), { model: 'm', messages, parameters: { temperature: 0.3, stream: false } });
      expect(server.last.body).toMatchObject({ model: 'm', messages, stream: true });
      expect(JSON.stringify(server.last.body)).toContain('"temperature":0.3');
      expect(server.last.headers.authorization).toBe(`Bearer ${KEY}`);
    });

    it('leave their connection to the next one', async () => {
      const asking = provider();
      server.script(answer('a'), answer('b'), answer('c'));
      for (let i = 0; i < 3; i++) {
        await read(asking, ask());
        await sleep(20);
      }
      expect(server.sockets.size).toBe(1);
      await asking.close();
      await sleep(20);
      expect(server.sockets.size).toBe(0);
    });

    it('do not wait for one another', async () => {
      const asking = provider();
      server.script(...Array.from({ length: 40 }, () => ({ ...answer('a', 'b', 'c'), pauseMs: 20 })));
      const start = Date.now();
      const all = await Promise.all(Array.from({ length: 40 }, () => read(asking, ask())));
      expect(all.every(({ chunks }) => textOf(chunks) === 'abc')).toBe(true);
      expect(Date.now() - start).toBeLessThan(2000);
    });
  });

  describe('endings', () => {
    it('a reset in the middle is a failure, after what had come', async () => {
      server.script({ ...answer('Hello', ' world', '!'), resetAfter: 2 });
      const { chunks, error } = await read(provider(), ask());
      expect(textOf(chunks)).toContain('Hello');
      expect(error).toBeInstanceOf(ProviderFailed);
    });

    it('an end without finishing is a failure', async () => {
      const whole = answer('Hello', ' world');
      server.script({ ...whole, pieces: whole.pieces!.slice(0, 2) });
      const { chunks, error } = await read(provider(), ask());
      expect(textOf(chunks)).toContain('Hello');
      expect(error).toMatchObject({ code: 'provider_error', detail: 'ended without finishing' });
    });

    it('an end in the middle of an event is a failure', async () => {
      const whole = answer('Hello', ' world');
      server.script({ ...whole, pieces: [whole.pieces![0]!, String(whole.pieces![1]!).slice(0, 40)] });
      expect((await read(provider(), ask())).error).toMatchObject({ detail: 'ended without finishing' });
    });

    it('an end without the last line end is an end', async () => {
      const whole = answer('Hello');
      const last = String(whole.pieces!.at(-1)).trimEnd();
      server.script({ ...whole, pieces: [...whole.pieces!.slice(0, -1), last] });
      const { chunks, error } = await read(provider(), ask());
      expect([textOf(chunks), error]).toEqual(['Hello', undefined]);
    });

    it('an empty body is a failure', async () => {
      server.script({ ...answer('Hello'), pieces: [] });
      expect((await read(provider(), ask())).error).toBeInstanceOf(ProviderFailed);
    });

    it('an error inside the answer is a failure that tells it, after what had come', async () => {
      server.script(errorInside('the model broke', 'Hello'));
      const { chunks, error } = await read(provider(), ask());
      expect(textOf(chunks)).toBe('Hello');
      expect(error).toMatchObject({ code: 'provider_error', detail: 'reported an error: the model broke' });
    });
  });

  describe('models and health', () => {
    it('lists the models', async () => {
      const models = await provider().models(new AbortController().signal);
      expect(models).toEqual([expect.objectContaining({ id: expect.any(String), ownedBy: expect.any(String) })]);
    });

    it('is well where it answers, and not where it does not', async () => {
      expect(await provider().check(new AbortController().signal)).toMatchObject({ ok: true });
      const gone = provider({}, 'http://127.0.0.1:9');
      expect(await gone.check(new AbortController().signal)).toMatchObject({ ok: false });
      await expect(gone.models(new AbortController().signal)).rejects.toBeInstanceOf(ProviderUnavailable);
    });
  });
}
