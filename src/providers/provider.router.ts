import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '../kernel/errors.js';
import { type Attempt, beginAttempt, detailOf, endAttempt } from './attempt.js';
import { CatalogueService } from './catalogue.service.js';
import type { ChatMessage, ChatParameters, ProviderChunk } from './chat-provider.js';
import { ProviderFailed, ProviderUnavailable } from './provider-errors.js';
import { type Candidate, ProviderRegistry } from './provider-registry.js';
import { routeOf, type Selection } from './route.js';

export type { Attempt } from './attempt.js';

export interface RoutedRequest extends Selection {
  messages: ChatMessage[];
  parameters: ChatParameters;
  /** The handle that a provider gave this conversation; asked of each provider that is tried, since one's means nothing to another. */
  conversationId?: (provider: string) => Promise<string | undefined>;
}

/** Who will be tried first. */
export interface Resolved {
  /** Null where nobody can answer. */
  provider: string | null;
  /** Null where the provider chooses. */
  model: string | null;
}

export interface RoutedAnswer {
  /** Grows with every provider that is tried; the last one is who answers. */
  readonly attempts: readonly Attempt[];
  /** Nobody is called before this is read; to be read once. Ends and throws as `ChatProvider.stream` does. */
  readonly chunks: AsyncIterable<ProviderChunk[]>;
}

/** Finds who answers: the one asked for, and until its first chunk has come, those after it. */
@Injectable()
export class ProviderRouter {
  private readonly logger = new Logger(ProviderRouter.name);

  constructor(
    private readonly registry: ProviderRegistry,
    private readonly catalogue: CatalogueService,
  ) {}

  /** Throws `ValidationFailed` for a provider that does not exist. */
  resolve(selection: Selection): Resolved {
    const first = this.route(selection)[0];
    return { provider: first?.registered.provider.name ?? null, model: first ? modelOf(first) : null };
  }

  stream(request: RoutedRequest, signal: AbortSignal): RoutedAnswer {
    const attempts: Attempt[] = [];
    return { attempts, chunks: this.tryInOrder(this.route(request), request, signal, attempts) };
  }

  private route(selection: Selection): Candidate[] {
    return routeOf(selection, this.registry, this.catalogue.offers);
  }

  private async *tryInOrder(
    route: Candidate[],
    request: RoutedRequest,
    signal: AbortSignal,
    attempts: Attempt[],
  ): AsyncGenerator<ProviderChunk[], void> {
    let failure: DomainError = new ProviderUnavailable('none', 'no provider is configured');
    for (const candidate of route) {
      const attempt = beginAttempt(candidate.registered.provider.name, modelOf(candidate));
      attempts.push(attempt);
      let hasBegun = false;
      try {
        for await (const chunks of await this.ask(candidate, request, signal)) {
          if (!hasBegun) attempt.model ??= chunks[0]?.model ?? null;
          hasBegun = true;
          yield chunks;
        }
        return endAttempt(attempt, 'completed');
      } catch (error) {
        if (signal.aborted) throw error;
        failure = asProviderError(attempt.provider, error);
        endAttempt(attempt, 'failed', failure);
        this.logger.warn({
          msg: 'A provider failed',
          provider: attempt.provider,
          code: failure.code,
          detail: detailOf(failure),
        });
        if (hasBegun) throw failure;
      } finally {
        // Aborted, or its reader left.
        if (attempt.outcome === null) endAttempt(attempt, 'aborted');
      }
    }
    throw failure;
  }

  private async ask(
    { registered, model }: Candidate,
    { messages, parameters, conversationId }: RoutedRequest,
    signal: AbortSignal,
  ): Promise<AsyncIterable<ProviderChunk[]>> {
    const { provider } = registered;
    const handle = await conversationId?.(provider.name);
    return provider.stream({ model, messages, parameters, conversationId: handle }, signal);
  }
}

function modelOf({ registered, model }: Candidate): string | null {
  return model ?? registered.provider.defaultModel ?? null;
}

/** An embedder's provider may throw anything. */
function asProviderError(provider: string, error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  return new ProviderFailed(provider, `threw ${error instanceof Error ? error.name : typeof error}`, { cause: error });
}
