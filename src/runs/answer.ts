import type { ProviderChunk } from '../providers/chat-provider.js';

/** What an answer's chunks add up to. */
export class Answer {
  private readonly pieces: string[] = [];
  usage: Record<string, number> | null = null;
  model: string | null = null;
  finishReason: string | null = null;
  /** What an agent server said of itself last. */
  agentStatus: string | null = null;
  conversationId: string | undefined;
  hasToken = false;

  add(chunk: ProviderChunk): void {
    if (chunk.delta) {
      this.pieces.push(chunk.delta);
      this.hasToken = true;
    }
    if (chunk.usage) this.usage = { ...chunk.usage };
    if (chunk.model !== undefined) this.model = chunk.model;
    if (chunk.finishReason !== undefined) this.finishReason = chunk.finishReason;
    if (chunk.agentStatus !== undefined) this.agentStatus = chunk.agentStatus;
    // Said too early: the answer went on. A last word on tokens is none.
    else if (chunk.delta !== undefined || chunk.finishReason !== undefined) this.agentStatus = null;
    if (chunk.conversationId !== undefined) this.conversationId = chunk.conversationId;
  }

  /** As a database can hold it: neither engine's text takes half a surrogate pair, nor Postgres' a NUL. */
  get text(): string {
    return this.pieces.join('').toWellFormed().replaceAll('\0', '\ufffd');
  }
}
