import { startServer } from './child.js';
import type { ProviderScript } from './provider.js';

export interface StreamRequest {
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** A server under load. */
export interface Target {
  name: string;
  pid: number;
  origin: string;
  /** What a load generator sends to open so many streams; whatever they need is there when it resolves. */
  prepare(streams: number, script: ProviderScript): Promise<StreamRequest[]>;
  stop(): Promise<void>;
}

export async function startFloor(providerOrigin: string): Promise<Target> {
  const floor = await startServer('floor', providerOrigin);
  const path = '/v1/chat/completions';
  const headers = { 'content-type': 'application/json' };
  return {
    name: 'floor',
    ...floor,
    prepare: async (streams, script) => {
      const messages = [{ role: 'user', content: JSON.stringify(script) }];
      const body = JSON.stringify({ model: 'bench-model', messages, stream: true });
      return Array.from({ length: streams }, () => ({ path, headers, body }));
    },
  };
}
