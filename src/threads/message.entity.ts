import { Column, Entity, Index } from 'typeorm';
import { IdColumn, JsonColumn, RefColumn, TimeColumn } from '../database/columns.js';
import { Thread } from './thread.entity.js';

export type MessageRole = 'user' | 'assistant' | 'system';

export const MESSAGE_STATUSES = [
  'queued',
  'running',
  'streaming',
  'completed',
  'failed',
  'interrupted',
  'cancelled',
] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

export interface MessageError {
  code: string;
  message: string;
}

@Entity('messages')
@Index('messages_in_order', ['threadId', 'position'], { unique: true })
export class Message {
  @IdColumn()
  id!: string;

  @RefColumn({ name: 'thread_id', to: () => Thread })
  threadId!: string;

  /** 1, 2, 3 … within the thread: the order of things said, whatever the clocks of several servers say. */
  @Column({ type: 'integer' })
  position!: number;

  @RefColumn({ name: 'parent_id', nullable: true })
  parentId!: string | null;

  /** The user who said it; null where a model did. */
  @RefColumn({ name: 'sender_id', nullable: true })
  senderId!: string | null;

  @Column({ type: 'text' })
  role!: MessageRole;

  @Column({ type: 'text' })
  text!: string;

  @JsonColumn({ nullable: true })
  parts!: unknown[] | null;

  @Column({ type: 'text' })
  status!: MessageStatus;

  @Column({ type: 'text', nullable: true })
  provider!: string | null;

  @Column({ type: 'text', nullable: true })
  model!: string | null;

  /** Of an answer: the run that makes it. */
  @RefColumn({ name: 'run_id', nullable: true })
  runId!: string | null;

  @JsonColumn({ nullable: true })
  usage!: Record<string, number> | null;

  @JsonColumn({ nullable: true })
  error!: MessageError | null;

  @JsonColumn()
  metadata!: Record<string, unknown>;

  @TimeColumn({ name: 'created_at' })
  createdAt!: Date;

  @TimeColumn({ name: 'updated_at' })
  updatedAt!: Date;
}
