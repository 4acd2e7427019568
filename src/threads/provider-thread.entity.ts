import { Column, Entity, PrimaryColumn } from 'typeorm';
import { JsonColumn, RefColumn, TimeColumn } from '../database/columns.js';
import { Thread } from './thread.entity.js';

/** What a provider calls this conversation, and whatever else a client keeps beside it. */
@Entity('provider_threads')
export class ProviderThread {
  @RefColumn({ name: 'thread_id', to: () => Thread, primary: true })
  threadId!: string;

  @PrimaryColumn({ type: 'text' })
  provider!: string;

  @Column({ type: 'text', name: 'conversation_id', nullable: true })
  conversationId!: string | null;

  @JsonColumn()
  state!: Record<string, unknown>;

  @TimeColumn({ name: 'updated_at' })
  updatedAt!: Date;
}
