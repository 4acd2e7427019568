/** Neutral form of what a model is asked: OpenAI's, since every adapter's protocol maps to it and from it. */
export interface ChatMessage {
  role: 'system' | 'user' | 'assistant' | 'tool';
  content: string;
}

/** Sampling parameters under OpenAI's names; others are passed on to providers that take them. */
export type ChatParameters = Record<string, unknown>;

export interface ChatRequest {
  /** As the provider names it; undefined means the provider's own default. */
  model?: string;
  messages: ChatMessage[];
  parameters: ChatParameters;
  /** The provider's own handle of the conversation, from an earlier turn's chunks. */
  conversationId?: string;
}

export interface TokenUsage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
}

/** One event of an answer: the text exactly as it came, or as the adapter made it, and what was read in it on the one parse. */
export interface ProviderChunk {
  /** An OpenAI `chat.completion.chunk` as JSON text. */
  raw: string;
  /** Text added to the answer. */
  delta?: string;
  finishReason?: string;
  /** What an agent server says of itself; `completed`, `interrupted` and `failed` end an answer. */
  agentStatus?: string;
  usage?: TokenUsage;
  model?: string;
  conversationId?: string;
}

export interface ProviderModel {
  id: string;
  /** Seconds since 1970; 0 where the provider does not say. */
  created: number;
  ownedBy: string;
  /** RFC 3339, where the provider says. */
  modifiedAt?: string;
  /** Bytes, where the provider says. */
  size?: number;
}

export interface ProviderHealth {
  ok: boolean;
  latencyMs: number;
}

/**
 * Someone who can answer: the port that every adapter implements.
 *
 * `stream` throws `ProviderFailed`, `ProviderUnavailable` or `ProviderTimeout` (see provider-errors.ts), or the signal's reason once it is aborted;
 * it closes its connection however its consumer leaves. Its end without an exception is a finished answer.
 */
export interface ChatProvider {
  readonly name: string;
  /** The model asked for when a request names none. */
  readonly defaultModel: string | undefined;
  models(signal: AbortSignal): Promise<ProviderModel[]>;
  /** Chunks as they arrive, never an empty array: at full speed many share one read, and waiting once per read is what keeps a token cheap. */
  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ProviderChunk[]>;
  /** A cheap call that shows whether the provider answers at all; a provider that does not is `ok: false`, not an exception. */
  check(signal: AbortSignal): Promise<ProviderHealth>;
  /** Lets go of pooled connections; what is still under way fails. */
  close(): Promise<void>;
}
