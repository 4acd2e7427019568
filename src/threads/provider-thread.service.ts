import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import type { Caller } from '../auth/caller.js';
import { Database } from '../database/database.js';
import { now } from '../kernel/clock.js';
import { NotFound } from '../kernel/errors.js';
import { ProviderThread } from './provider-thread.entity.js';
import { ThreadService } from './thread.service.js';

export type ProviderThreadPatch = Partial<Pick<ProviderThread, 'conversationId' | 'state'>>;

@Injectable()
export class ProviderThreadService {
  constructor(
    @InjectRepository(ProviderThread) private readonly states: Repository<ProviderThread>,
    private readonly threads: ThreadService,
    private readonly database: Database,
  ) {}

  /** Without a provider's name, the state that was changed last. */
  async get(caller: Caller, threadId: string, provider?: string): Promise<ProviderThread> {
    await this.threads.get(caller, threadId);
    const state = await this.states.findOne({
      where: { threadId, ...(provider !== undefined && { provider }) },
      order: { updatedAt: 'DESC' },
    });
    if (!state) throw new NotFound('Provider state');
    return state;
  }

  put(caller: Caller, threadId: string, provider: string, patch: ProviderThreadPatch): Promise<ProviderThread> {
    return this.database.transaction(async (tx) => {
      await this.threads.getLocked(tx, caller, threadId);
      return this.keep(tx, threadId, provider, patch);
    });
  }

  async conversationId(threadId: string, provider: string): Promise<string | undefined> {
    const state = await this.states.findOneBy({ threadId, provider });
    return state?.conversationId ?? undefined;
  }

  /** What is not given stays as it is. */
  async keep(
    tx: EntityManager,
    threadId: string,
    provider: string,
    patch: ProviderThreadPatch,
  ): Promise<ProviderThread> {
    const found = await tx.findOneBy(ProviderThread, { threadId, provider });
    const state = Object.assign(
      found ?? Object.assign(new ProviderThread(), { threadId, provider, conversationId: null, state: {} }),
      patch,
      { updatedAt: now() },
    );
    return tx.save(ProviderThread, state);
  }
}
