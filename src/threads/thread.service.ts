import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { assertMayUse, seesAll } from '../auth/access-policy.js';
import type { Caller } from '../auth/caller.js';
import { Database } from '../database/database.js';
import { now } from '../kernel/clock.js';
import { DomainError, NotFound, ValidationFailed } from '../kernel/errors.js';
import { isId } from '../kernel/id.js';
import { decodeCursor, pageOf, type Page, type PageRequest } from '../kernel/page.js';
import { placeOf, Thread } from './thread.entity.js';

export interface ThreadQuery extends PageRequest {
  includeDeleted?: boolean;
  productId?: string;
  agentId?: string;
  model?: string;
}

export type ThreadPatch = Partial<Pick<Thread, 'title' | 'summary' | 'metadata' | 'isDeleted'>>;

type PurgeListener = (threadId: string) => Promise<void>;

@Injectable()
export class ThreadService {
  private readonly purgeListeners: PurgeListener[] = [];

  constructor(
    @InjectRepository(Thread) private readonly threads: Repository<Thread>,
    private readonly database: Database,
  ) {}

  /** Those who make answers are told before a thread goes for good: readers get an end, and nobody is paid to go on. */
  beforePurge(listener: PurgeListener): void {
    this.purgeListeners.push(listener);
  }

  async create(caller: Caller, fields: Pick<Thread, 'title' | 'summary' | 'metadata'>): Promise<Thread> {
    assertMayUse(caller, placeOf(fields.metadata));
    const thread = Thread.start(caller.userId, fields);
    await this.database.transaction((tx) => tx.insert(Thread, thread as never));
    return thread;
  }

  /** Latest activity first; only what the caller's allow lists still let them use. */
  async list(caller: Caller, query: ThreadQuery): Promise<Page<Thread>> {
    const all = this.threads.createQueryBuilder('thread').where('thread.ownerId = :owner', { owner: caller.userId });
    if (!query.includeDeleted) all.andWhere('thread.isDeleted = :deleted', { deleted: false });
    if (query.productId) all.andWhere('thread.productId = :productId', query);
    if (query.agentId) all.andWhere('thread.agentId = :agentId', query);
    if (query.model) all.andWhere('thread.model = :model', query);
    if (!seesAll(caller, caller.allowedProducts)) {
      all.andWhere('(thread.productId IS NULL OR thread.productId IN (:...products))', {
        products: ['', ...caller.allowedProducts],
      });
    }
    if (!seesAll(caller, caller.allowedAgents)) {
      all.andWhere('(thread.agentId IS NULL OR thread.agentId IN (:...agents))', {
        agents: ['', ...caller.allowedAgents],
      });
    }
    const total = await all.getCount();
    all.orderBy('thread.activeAt', 'DESC').addOrderBy('thread.id', 'DESC');
    if (query.cursor) {
      const [at, id] = decodeCursor(query.cursor, 'number', 'string');
      if (!isId(id)) throw ValidationFailed.of('cursor', 'is not a cursor of this list');
      all.andWhere('(thread.activeAt, thread.id) < (:at, :id)', { at: new Date(at as number), id });
    } else {
      all.offset((query.page - 1) * query.limit);
    }
    const found = await all.limit(query.limit + 1).getMany();
    return pageOf(found, query, total, (thread) => [thread.activeAt.getTime(), thread.id]);
  }

  /** The caller's own thread, which their allow lists let them use now. Throws `NotFound` for all others, and for deleted ones unless asked for. */
  async get(caller: Caller, id: string, { deleted = false } = {}, manager?: EntityManager): Promise<Thread> {
    const threads = manager?.getRepository(Thread) ?? this.threads;
    const thread = await threads.findOneBy({ id, ownerId: caller.userId });
    if (!thread || (thread.isDeleted && !deleted)) throw new NotFound('Thread');
    assertMayUse(caller, thread);
    return thread;
  }

  /** `version`, where given, is the one that the change was made against. */
  update(caller: Caller, id: string, patch: ThreadPatch, version?: number): Promise<Thread> {
    return this.database.transaction(async (tx) => {
      const thread = await this.getLocked(tx, caller, id, { deleted: true });
      if (version !== undefined && version !== thread.version) {
        throw new DomainError('precondition_failed', 'The thread was changed in the meantime');
      }
      if (patch.metadata) assertMayUse(caller, placeOf(patch.metadata));
      Object.assign(thread, patch, patch.metadata && placeOf(patch.metadata), {
        version: thread.version + 1,
        updatedAt: now(),
      });
      await tx.save(Thread, thread);
      return thread;
    });
  }

  /** Hides the thread; its owner can have it back. */
  async remove(caller: Caller, id: string): Promise<void> {
    await this.update(caller, id, { isDeleted: true });
  }

  /** Removes the thread and all that hangs on it for good. */
  async purge(caller: Caller, id: string): Promise<void> {
    await this.get(caller, id, { deleted: true });
    for (const listener of this.purgeListeners) await listener(id);
    await this.database.transaction(async (tx) => {
      const thread = await this.getLocked(tx, caller, id, { deleted: true });
      await tx.delete(Thread, { id: thread.id });
    });
  }

  /** Nobody else changes the thread, or adds to it, until the transaction ends. */
  async getLocked(tx: EntityManager, caller: Caller, id: string, options = { deleted: false }): Promise<Thread> {
    await this.database.lockRow(tx, 'threads', id);
    return this.get(caller, id, options, tx);
  }
}
