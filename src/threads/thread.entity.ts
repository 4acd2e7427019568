import { Column, Entity, Index } from 'typeorm';
import { User } from '../auth/user.entity.js';
import { IdColumn, JsonColumn, RefColumn, TimeColumn } from '../database/columns.js';
import { now } from '../kernel/clock.js';
import { newId } from '../kernel/id.js';

@Entity('threads')
@Index('threads_of_owner', ['ownerId', 'isDeleted', 'activeAt', 'id'])
export class Thread {
  @IdColumn()
  id!: string;

  @RefColumn({ name: 'owner_id', to: () => User })
  ownerId!: string;

  @Column({ type: 'text', nullable: true })
  title!: string | null;

  @Column({ type: 'text', nullable: true })
  summary!: string | null;

  @JsonColumn()
  metadata!: Record<string, unknown>;

  /** From `metadata`, so that allow lists can be enforced inside queries. */
  @Column({ type: 'text', name: 'product_id', nullable: true })
  productId!: string | null;

  @Column({ type: 'text', name: 'agent_id', nullable: true })
  agentId!: string | null;

  /** Who answered last. */
  @Column({ type: 'text', nullable: true })
  provider!: string | null;

  @Column({ type: 'text', nullable: true })
  model!: string | null;

  @Column({ type: 'boolean', name: 'is_deleted' })
  isDeleted!: boolean;

  /** Also the position of the last message: messages are only ever added. */
  @Column({ type: 'integer', name: 'message_count' })
  messageCount!: number;

  /** Goes up with every change; the thread's ETag. */
  @Column({ type: 'integer' })
  version!: number;

  @TimeColumn({ name: 'created_at' })
  createdAt!: Date;

  @TimeColumn({ name: 'updated_at' })
  updatedAt!: Date;

  /** Null until someone has said something. */
  @TimeColumn({ name: 'last_message_at', nullable: true })
  lastMessageAt!: Date | null;

  /** The last message's time, or the thread's own while there is none: the order of lists. */
  @TimeColumn({ name: 'active_at' })
  activeAt!: Date;

  static start(ownerId: string, fields: Pick<Thread, 'title' | 'summary' | 'metadata'>): Thread {
    const createdAt = now();
    return Object.assign(new Thread(), {
      id: newId(),
      ownerId,
      ...fields,
      ...placeOf(fields.metadata),
      provider: null,
      model: null,
      isDeleted: false,
      messageCount: 0,
      version: 1,
      createdAt,
      updatedAt: createdAt,
      lastMessageAt: null,
      activeAt: createdAt,
    });
  }
}

/** The product and agent that `metadata` names. */
export function placeOf(metadata: Record<string, unknown>): Pick<Thread, 'productId' | 'agentId'> {
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return { productId: text(metadata['product_id']), agentId: text(metadata['agent_id']) };
}
