import type { ProviderChunk } from '../chat-provider.js';
import { type AnswerReader, EVENT_BYTES_MAX } from './answer-reader.js';
import { chunkOfCompletion } from './openai-chunk.js';
import { parseObject } from './parse-object.js';
import { ProtocolFault } from './protocol-fault.js';

/** A whole `chat.completion`, from servers that do not stream though asked to. */
export class CompletionReader implements AnswerReader {
  readonly isDone = false;
  isFinished = false;
  private readonly pieces: Buffer[] = [];
  private bytes = 0;

  push(bytes: Buffer): void {
    this.bytes += bytes.length;
    if (this.bytes > EVENT_BYTES_MAX) throw new ProtocolFault('one event is larger than can be read');
    this.pieces.push(bytes);
  }

  end(into: ProviderChunk[]): void {
    const text = Buffer.concat(this.pieces).toString('utf8');
    into.push(chunkOfCompletion(parseObject(text.trim())));
    this.isFinished = true;
  }
}
