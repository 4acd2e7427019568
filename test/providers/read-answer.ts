import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatProvider, ChatRequest, ProviderChunk } from '../../src/providers/chat-provider.js';
import type { ScriptedRequest } from '../support/scripted-server.js';

export function ask(content = 'Hi'): ChatRequest {
  return { messages: [{ role: 'user', content }], parameters: {} };
}

/** All of an answer, and how it ended. */
export async function read(
  provider: Pick<ChatProvider, 'stream'>,
  request: ChatRequest,
  { signal = new AbortController().signal, pauseMs = 0 } = {},
): Promise<{ chunks: ProviderChunk[]; error: unknown }> {
  const chunks: ProviderChunk[] = [];
  try {
    for await (const some of provider.stream(request, signal)) {
      chunks.push(...some);
      if (pauseMs > 0) await sleep(pauseMs);
    }
    return { chunks, error: undefined };
  } catch (error) {
    return { chunks, error };
  }
}

export async function failureOf(provider: ChatProvider): Promise<unknown> {
  return (await read(provider, ask())).error;
}

export function textOf(chunks: ProviderChunk[]): string {
  return chunks.map(({ delta = '' }) => delta).join('');
}

/** Fails where the client is still connected after so long. */
export async function isLeftWithin(request: ScriptedRequest, milliseconds: number): Promise<void> {
  const late = sleep(milliseconds, 'late', { ref: false });
  if ((await Promise.race([request.left, late])) === 'late') throw new Error('the client did not leave');
}
