import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, type EntityManager, type Repository } from 'typeorm';
import type { Caller } from '../auth/caller.js';
import { Database } from '../database/database.js';
import { now } from '../kernel/clock.js';
import { Conflict, Forbidden, NotFound } from '../kernel/errors.js';
import { newId } from '../kernel/id.js';
import { decodeCursor, pageOf, type Page, type PageRequest } from '../kernel/page.js';
import { Message, type MessageStatus } from './message.entity.js';
import { mayMove } from './message-status.js';
import { Thread } from './thread.entity.js';
import { ThreadService } from './thread.service.js';

export type NewMessage = Pick<Message, 'role' | 'text' | 'status' | 'parentId'> & Partial<Message>;

@Injectable()
export class MessageService {
  constructor(
    @InjectRepository(Message) private readonly messages: Repository<Message>,
    private readonly threads: ThreadService,
    private readonly database: Database,
  ) {}

  /** Newest first. */
  async page(thread: Thread, query: PageRequest): Promise<Page<Message>> {
    const [before] = query.cursor ? decodeCursor(query.cursor, 'number') : [];
    const found = await this.messages.find({
      where: { threadId: thread.id, ...(before !== undefined && { position: LessThan(before as number) }) },
      order: { position: 'DESC' },
      skip: query.cursor ? 0 : (query.page - 1) * query.limit,
      take: query.limit + 1,
    });
    return pageOf(found, query, thread.messageCount, (message) => [message.position]);
  }

  /** The last ones, oldest first. */
  async latest(thread: Thread, count: number): Promise<Message[]> {
    if (count === 0) return [];
    const found = await this.messages.find({
      where: { threadId: thread.id },
      order: { position: 'DESC' },
      take: count,
    });
    return found.reverse();
  }

  async get(id: string): Promise<Message> {
    const message = await this.messages.findOneBy({ id });
    if (!message) throw new NotFound('Message');
    return message;
  }

  /** Adds messages at the end of a thread that the transaction holds locked. */
  async append(tx: EntityManager, thread: Thread, additions: NewMessage[]): Promise<Message[]> {
    const at = now();
    const messages = additions.map((fields, index) =>
      Object.assign(new Message(), {
        id: newId(),
        parts: null,
        provider: null,
        model: null,
        runId: null,
        usage: null,
        error: null,
        metadata: {},
        senderId: null,
        createdAt: at,
        updatedAt: at,
        ...fields,
        threadId: thread.id,
        position: thread.messageCount + index + 1,
      }),
    );
    await tx.insert(Message, messages as never[]);
    Object.assign(thread, {
      messageCount: thread.messageCount + messages.length,
      version: thread.version + 1,
      lastMessageAt: at,
      activeAt: at,
      updatedAt: at,
    });
    const { messageCount, version, lastMessageAt, activeAt, updatedAt } = thread;
    await tx.update(Thread, { id: thread.id }, { messageCount, version, lastMessageAt, activeAt, updatedAt });
    return messages;
  }

  /** Throws `Conflict` where the status may not move so, `Forbidden` where the text is not the caller's own. */
  update(
    caller: Caller,
    threadId: string,
    messageId: string,
    patch: { status?: MessageStatus; text?: string },
  ): Promise<{ thread: Thread; message: Message }> {
    return this.database.transaction(async (tx) => {
      const thread = await this.threads.getLocked(tx, caller, threadId);
      const message = await tx.findOneBy(Message, { id: messageId, threadId });
      if (!message) throw new NotFound('Message');
      if (patch.text !== undefined && message.senderId !== caller.userId) {
        throw new Forbidden('forbidden', 'Only the sender may change the text');
      }
      if (patch.status !== undefined && !mayMove(message, patch.status)) {
        throw new Conflict(`The status cannot go from ${message.status} to ${patch.status}`);
      }
      const change = { ...patch, updatedAt: now() };
      await tx.update(Message, { id: messageId }, change);
      await tx.update(Thread, { id: threadId }, { version: thread.version + 1, updatedAt: change.updatedAt });
      return { thread, message: Object.assign(message, change) };
    });
  }
}
