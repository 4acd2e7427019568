import type { ProviderChunk, TokenUsage } from '../chat-provider.js';
import { newId } from '../../kernel/id.js';
import { type AnswerReader, EVENT_BYTES_MAX } from './answer-reader.js';
import { errorWords } from './error-words.js';
import { text } from './text.js';
import { parseObject } from './parse-object.js';
import { NotJson, ProtocolFault } from './protocol-fault.js';
import { WholeLines } from './whole-lines.js';
import { wholeNumber } from './whole-number.js';

interface OllamaLine {
  error?: unknown;
  model?: unknown;
  message?: { content?: unknown; thinking?: unknown };
  done?: boolean;
  done_reason?: string;
  prompt_eval_count?: unknown;
  eval_count?: unknown;
}

/** Ollama's lines of JSON, told as OpenAI's chunks. */
export class OllamaReader implements AnswerReader {
  isDone = false;
  private readonly lines = new WholeLines(EVENT_BYTES_MAX);
  private readonly id = `chatcmpl-${newId()}`;
  private readonly created = Math.floor(Date.now() / 1000);
  private isFirst = true;

  get isFinished(): boolean {
    return this.isDone;
  }

  push(bytes: Buffer, into: ProviderChunk[]): void {
    this.take(this.lines.push(bytes), into);
  }

  end(into: ProviderChunk[]): void {
    try {
      this.take(this.lines.flush(), into);
    } catch (error) {
      // Half a line, where the answer broke off.
      if (!(error instanceof NotJson)) throw error;
    }
  }

  private take(text: string, into: ProviderChunk[]): void {
    for (const line of text.split('\n')) {
      const json = line.trim();
      if (json !== '' && !this.isDone) into.push(this.chunkOf(parseObject(json)));
    }
  }

  private chunkOf(line: OllamaLine): ProviderChunk {
    if (line.error) throw new ProtocolFault(`reported an error: ${errorWords(line.error) || 'without words'}`);
    const { message } = line;
    const model = text(line.model);
    if (!message && !line.done) throw new ProtocolFault('sent a line without a message');
    const content = text(message?.content);
    const thinking = text(message?.thinking);
    const finishReason = line.done ? (line.done_reason === 'length' ? 'length' : 'stop') : undefined;
    const usage = line.done ? usageOf(line) : undefined;
    const delta = {
      ...(this.isFirst && { role: 'assistant' }),
      ...(content !== undefined && { content }),
      ...(thinking !== undefined && { reasoning_content: thinking }),
    };
    this.isFirst = false;
    this.isDone = line.done === true;
    const raw = JSON.stringify({
      id: this.id,
      object: 'chat.completion.chunk',
      created: this.created,
      model,
      choices: [{ index: 0, delta, finish_reason: finishReason ?? null }],
      usage,
    });
    return { raw, delta: content, finishReason, usage, model };
  }
}

function usageOf(line: OllamaLine): TokenUsage {
  const [read, written] = [wholeNumber(line.prompt_eval_count) ?? 0, wholeNumber(line.eval_count) ?? 0];
  return { prompt_tokens: read, completion_tokens: written, total_tokens: read + written };
}
