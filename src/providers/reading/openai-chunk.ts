import type { ProviderChunk, TokenUsage } from '../chat-provider.js';
import { errorWords } from './error-words.js';
import { parseObject } from './parse-object.js';
import { ProtocolFault } from './protocol-fault.js';
import { text } from './text.js';
import { wholeNumber } from './whole-number.js';

interface WireChoice {
  delta?: { content?: unknown } | null;
  finish_reason?: unknown;
}

interface WireChunk {
  error?: unknown;
  choices?: unknown;
  usage?: unknown;
  model?: unknown;
  conversation_id?: unknown;
  agent_status?: unknown;
}

/** Gathers what the core needs to know of a chunk, on the only parse that its text ever gets. */
export function readOpenAiChunk(raw: string): ProviderChunk {
  const chunk: WireChunk = parseObject(raw);
  if (chunk.error) throw new ProtocolFault(`reported an error: ${errorWords(chunk.error) || 'without words'}`);
  const choice = Array.isArray(chunk.choices) ? (chunk.choices[0] as WireChoice | null | undefined) : undefined;
  return {
    raw,
    delta: text(choice?.delta?.content),
    finishReason: text(choice?.finish_reason),
    agentStatus: text(chunk.agent_status),
    usage: chunk.usage ? readUsage(chunk.usage) : undefined,
    model: text(chunk.model),
    conversationId: text(chunk.conversation_id),
  };
}

/** The same for a whole `chat.completion`, from servers that do not stream though asked to: what it says becomes one chunk. */
export function chunkOfCompletion(completion: object): ProviderChunk {
  const { error, choices, ...rest } = completion as { error?: unknown; choices?: unknown };
  if (error) throw new ProtocolFault(`reported an error: ${errorWords(error) || 'without words'}`);
  if (!isList(choices)) throw new ProtocolFault('answered with what is no completion');
  const deltas = choices.map(({ message, ...others }) => ({ ...others, delta: message ?? {} }));
  return readOpenAiChunk(JSON.stringify({ ...rest, object: 'chat.completion.chunk', choices: deltas }));
}

function isList(choices: unknown): choices is Record<string, unknown>[] {
  return (
    Array.isArray(choices) && choices.length > 0 && choices.every((choice) => typeof choice === 'object' && choice)
  );
}

function readUsage(usage: unknown): TokenUsage | undefined {
  const {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: total,
  } = usage as Record<string, unknown>;
  if (typeof prompt !== 'number' && typeof completion !== 'number') return undefined;
  const [read, written] = [wholeNumber(prompt) ?? 0, wholeNumber(completion) ?? 0];
  return { prompt_tokens: read, completion_tokens: written, total_tokens: wholeNumber(total) ?? read + written };
}
