import { Injectable } from '@nestjs/common';
import type { ProviderChunk } from '../providers/chat-provider.js';
import { ProviderRouter, type Attempt } from '../providers/provider.router.js';
import { ProviderThreadService } from '../threads/provider-thread.service.js';
import { ContextWindow } from './context-window.js';
import type { Run } from './run.entity.js';

export interface ModelAnswer {
  /** Grows with every provider that is tried; the last one is who answers. */
  attempts: readonly Attempt[];
  chunks: AsyncIterable<ProviderChunk[]>;
}

/** Asks a model what a run is about: gathers what it is shown, and lets the router find who answers. */
@Injectable()
export class ModelCall {
  constructor(
    private readonly context: ContextWindow,
    private readonly providerThreads: ProviderThreadService,
    private readonly router: ProviderRouter,
  ) {}

  async begin({ promptId, threadId, request }: Run, signal: AbortSignal): Promise<ModelAnswer> {
    const messages = await this.context.leadingTo(promptId);
    const conversationId = (provider: string): Promise<string | undefined> =>
      this.providerThreads.conversationId(threadId, provider);
    return this.router.stream({ ...request, messages, conversationId }, signal);
  }
}
