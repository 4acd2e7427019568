import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../kernel/id.js';
import type {
  ChatProvider,
  ChatRequest,
  ProviderChunk,
  ProviderHealth,
  ProviderModel,
  TokenUsage,
} from './chat-provider.js';

const MODEL = 'demo';
const QUOTED_MAX = 200;

/** Needs no network and claims no wit: says plainly that no model is connected, and streams like one. */
export class DemoProvider implements ChatProvider {
  readonly defaultModel = MODEL;

  constructor(
    readonly name = 'demo',
    private readonly wordMs = 30,
  ) {}

  async *stream({ messages }: ChatRequest, signal: AbortSignal): AsyncIterable<ProviderChunk[]> {
    signal.throwIfAborted();
    const question = messages.findLast(({ role }) => role === 'user')?.content ?? '';
    const words = answerTo(question).split(/(?<=\s)(?=\S)/);
    const chunk = chunkMaker();
    yield [chunk({ role: 'assistant', content: '' })];
    for (const content of words) {
      if (this.wordMs > 0) await pause(this.wordMs, signal);
      signal.throwIfAborted();
      yield [chunk({ content })];
    }
    const read = messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
    const usage = { prompt_tokens: read, completion_tokens: words.length, total_tokens: read + words.length };
    yield [chunk({}, 'stop', usage)];
  }

  async models(): Promise<ProviderModel[]> {
    return [{ id: MODEL, created: 0, ownedBy: 'parley' }];
  }

  async check(): Promise<ProviderHealth> {
    return { ok: true, latencyMs: 0 };
  }

  async close(): Promise<void> {}
}

function answerTo(question: string): string {
  const characters = [...question.replace(/\s+/g, ' ').trim()];
  const quoted = characters.slice(0, QUOTED_MAX).join('') + (characters.length > QUOTED_MAX ? '…' : '');
  const heard = quoted === '' ? '' : ` You wrote: “${quoted}”.`;
  return `This is a demonstration: no language model is connected, so nobody has thought about your message.${heard} Connect a provider to this server to get real answers.`;
}

/** Four characters a token, as is usual where nobody can count. */
function estimateTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

function chunkMaker(): (delta: object, finishReason?: string, usage?: TokenUsage) => ProviderChunk {
  const id = `chatcmpl-${newId()}`;
  const created = Math.floor(Date.now() / 1000);
  return (delta, finishReason, usage) => {
    const choices = [{ index: 0, delta, finish_reason: finishReason ?? null }];
    const raw = JSON.stringify({ id, object: 'chat.completion.chunk', created, model: MODEL, choices, usage });
    return { raw, delta: (delta as { content?: string }).content || undefined, finishReason, usage, model: MODEL };
  };
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch {
    // The signal's own reason is thrown by whoever waits.
  }
}
