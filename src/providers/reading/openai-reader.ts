import type { ProviderChunk } from '../chat-provider.js';
import { type AnswerReader, EVENT_BYTES_MAX } from './answer-reader.js';
import { errorWords } from './error-words.js';
import { EventStream, type ServerSentEvent } from './event-stream.js';
import { readOpenAiChunk } from './openai-chunk.js';
import { NotJson, ProtocolFault } from './protocol-fault.js';

/** `text/event-stream` of `chat.completion.chunk` objects. */
export class OpenAiReader implements AnswerReader {
  isDone = false;
  isFinished = false;
  private readonly stream = new EventStream(EVENT_BYTES_MAX);
  private events: ServerSentEvent[] = [];

  push(bytes: Buffer, into: ProviderChunk[]): void {
    try {
      this.stream.push(bytes, this.events);
    } finally {
      this.takeEvents(into);
    }
  }

  end(into: ProviderChunk[]): void {
    try {
      this.stream.end(this.events);
      this.takeEvents(into);
    } catch (error) {
      // Half an event, where the answer broke off: whether it was whole by then is another's question.
      if (!(error instanceof NotJson)) throw error;
    }
  }

  private takeEvents(into: ProviderChunk[]): void {
    const events = this.events;
    if (events.length === 0) return;
    this.events = [];
    for (const event of events) {
      if (event.data === '[DONE]') {
        this.isDone = true;
        return;
      }
      this.take(event, into);
    }
  }

  private take({ type, data }: ServerSentEvent, into: ProviderChunk[]): void {
    if (type === 'error') throw new ProtocolFault(`reported an error: ${wordsOf(data)}`);
    const chunk = readOpenAiChunk(data);
    into.push(chunk);
    const { finishReason, agentStatus } = chunk;
    if (agentStatus === 'failed') throw new ProtocolFault('said that it failed');
    if (finishReason !== undefined || agentStatus === 'completed' || agentStatus === 'interrupted')
      this.isFinished = true;
  }
}

function wordsOf(data: string): string {
  try {
    return errorWords(JSON.parse(data)) || 'without words';
  } catch {
    return data;
  }
}
