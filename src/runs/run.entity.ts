import { Column, Entity, Index } from 'typeorm';
import { IdColumn, JsonColumn, RefColumn, TimeColumn } from '../database/columns.js';
import type { Attempt } from '../providers/provider.router.js';
import type { MessageError, MessageStatus } from '../threads/message.entity.js';
import { Thread } from '../threads/thread.entity.js';

/** Which model was asked for, and how. */
export interface RunRequest {
  provider?: string;
  model?: string;
  fallback?: string[];
  parameters: Record<string, unknown>;
}

export const ACTIVE = ['running', 'streaming'] as const satisfies MessageStatus[];
export const TERMINAL = ['completed', 'failed', 'interrupted', 'cancelled'] as const satisfies MessageStatus[];
export type TerminalStatus = (typeof TERMINAL)[number];

export function isTerminal(status: MessageStatus): status is TerminalStatus {
  return (TERMINAL as readonly string[]).includes(status);
}

/** One answer being made. */
@Entity('runs')
@Index('runs_of_thread', ['threadId', 'id'])
@Index('runs_one_at_a_time', { synchronize: false })
@Index('runs_waiting', { synchronize: false })
@Index('runs_leases', { synchronize: false })
export class Run {
  @IdColumn()
  id!: string;

  @RefColumn({ name: 'thread_id', to: () => Thread })
  threadId!: string;

  /** The answer's row. */
  @RefColumn({ name: 'message_id' })
  messageId!: string;

  /** What is answered. */
  @RefColumn({ name: 'prompt_id' })
  promptId!: string;

  @Column({ type: 'text' })
  status!: MessageStatus;

  @JsonColumn()
  request!: RunRequest;

  /** The queue's order, before age: 0 goes ahead of those that wait. */
  @Column({ type: 'integer' })
  rank!: number;

  /** The process that makes the answer, and until when it is believed to live. */
  @Column({ type: 'text', nullable: true })
  owner!: string | null;

  @TimeColumn({ name: 'lease_until', nullable: true })
  leaseUntil!: Date | null;

  /** Goes up whenever the run changes hands; whoever writes under an older number is turned away. */
  @Column({ type: 'integer' })
  fence!: number;

  /** Asked to end, and how; seen by the owner wherever it runs. */
  @Column({ type: 'text', name: 'stop_requested', nullable: true })
  stopRequested!: 'cancelled' | 'interrupted' | null;

  @Column({ type: 'text', nullable: true })
  provider!: string | null;

  @Column({ type: 'text', nullable: true })
  model!: string | null;

  @JsonColumn()
  attempts!: Attempt[];

  @JsonColumn({ nullable: true })
  usage!: Record<string, number> | null;

  @JsonColumn({ nullable: true })
  error!: MessageError | null;

  @TimeColumn({ name: 'created_at' })
  createdAt!: Date;

  @TimeColumn({ name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @TimeColumn({ name: 'first_token_at', nullable: true })
  firstTokenAt!: Date | null;

  @TimeColumn({ name: 'finished_at', nullable: true })
  finishedAt!: Date | null;
}
