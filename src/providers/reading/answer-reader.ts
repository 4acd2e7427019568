import type { ProviderChunk } from '../chat-provider.js';
import type { Exchange } from '../http/exchange.js';
import { ProtocolFault } from './protocol-fault.js';

/** More than any event of a sane provider; a bound on what a broken one can make us hold. */
export const EVENT_BYTES_MAX = 8 * 1024 * 1024;

/** Makes chunks of one answer's bytes; an adapter's protocol. Throws `ProtocolFault`; the chunks before the fault count. */
export interface AnswerReader {
  push(bytes: Buffer, into: ProviderChunk[]): void;
  /** No more bytes will come. */
  end(into: ProviderChunk[]): void;
  /** The protocol's own last word has come. */
  readonly isDone: boolean;
  /** The answer is whole, whatever may still come. */
  readonly isFinished: boolean;
}

/** The chunks of an answer, those of one read together. Leaves no open connection behind. One generator, not several in one another: each costs every read. */
export async function* readAnswer(
  open: () => Promise<Exchange>,
  readerOf: (exchange: Exchange) => AnswerReader,
): AsyncGenerator<ProviderChunk[], void> {
  const exchange = await open();
  const reader = readerOf(exchange);
  try {
    for (;;) {
      const arrived = takeUnlessFinished(exchange, reader);
      if (!arrived) {
        await exchange.change();
        continue;
      }
      const chunks: ProviderChunk[] = [];
      const fault = read(arrived, reader, chunks);
      if (chunks.length > 0) {
        exchange.progress();
        yield chunks;
      }
      if (fault) throw exchange.failed(fault.detail);
      if (reader.isDone) return exchange.finish();
      if (arrived.length === 0) {
        if (reader.isFinished) return;
        throw exchange.failed('ended without finishing');
      }
    }
  } finally {
    exchange.close();
  }
}

/** Nobody minds how a connection ends once the answer is whole. */
function takeUnlessFinished(exchange: Exchange, reader: AnswerReader): Buffer[] | null {
  try {
    return exchange.take();
  } catch (error) {
    if (reader.isFinished && !exchange.isAborted) return [];
    throw error;
  }
}

function read(arrived: Buffer[], reader: AnswerReader, into: ProviderChunk[]): ProtocolFault | undefined {
  try {
    if (arrived.length === 0) reader.end(into);
    for (const bytes of arrived) if (!reader.isDone) reader.push(bytes, into);
  } catch (error) {
    if (error instanceof ProtocolFault) return error;
    throw error;
  }
  return undefined;
}
