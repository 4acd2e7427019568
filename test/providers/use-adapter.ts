import type { ChatProvider } from '../../src/providers/chat-provider.js';
import type { Lookup } from '../../src/providers/http/allowed-addresses.js';
import type { ProviderLimits } from '../../src/providers/http/exchange.js';
import type { Script, ScriptedServer } from '../support/scripted-server.js';

export const KEY = 'sk-a-very-secret-key';
const LONG = { connectSeconds: 5, firstTokenSeconds: 5, idleSeconds: 5 };

type Answer = (...texts: string[]) => Script;
type Refusal = (status: number, message: string, headers?: Record<string, string>) => Script;

/** An adapter, and a server that speaks its protocol. */
export interface Adapter {
  server: ScriptedServer;
  create: (options: { baseUrl: string; apiKey: string; limits: ProviderLimits; lookup?: Lookup }) => ChatProvider;
  answer: Answer;
  errorInside: (message: string, ...texts: string[]) => Script;
  refusal: Refusal;
}

export interface AdapterInUse extends Adapter {
  /** Another one, closed after the test. */
  provider: (limits?: Partial<ProviderLimits>, baseUrl?: string, lookup?: Lookup) => ChatProvider;
}

/** Starts the server, tidies up after each test, and lets none of them leave a rejection behind. */
export function useAdapter(adapter: Adapter): AdapterInUse {
  const { server, create } = adapter;
  const made: ChatProvider[] = [];
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown): number => rejections.push(reason);

  beforeAll(async () => {
    process.on('unhandledRejection', onRejection);
    await server.start();
  });
  beforeEach(() => server.reset());
  afterEach(async () => {
    await Promise.all(made.splice(0).map((each) => each.close()));
    expect(rejections).toEqual([]);
  });
  afterAll(async () => {
    process.off('unhandledRejection', onRejection);
    await server.stop();
  });

  return {
    ...adapter,
    provider: (limits = {}, baseUrl = server.origin, lookup) => {
      const provider = create({ baseUrl, apiKey: KEY, limits: { ...LONG, ...limits }, lookup });
      made.push(provider);
      return provider;
    },
  };
}
