import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { RefColumn, TimeColumn } from '../database/columns.js';
import { Run } from './run.entity.js';

/** A request that must have its effect once, however often it is sent. */
@Entity('idempotency_keys')
@Index('idempotency_keys_age', ['createdAt'])
@Index('idempotency_keys_run', ['runId'])
export class IdempotencyKey {
  /** A hash of caller, method, path and the client's key. */
  @PrimaryColumn({ type: 'text' })
  id!: string;

  /** A hash of the body that came with the key first. */
  @Column({ type: 'text', name: 'body_hash' })
  bodyHash!: string;

  /** The user's message that the request made. */
  @RefColumn({ name: 'message_id' })
  messageId!: string;

  /** Null where nobody was asked for an answer. */
  @RefColumn({ name: 'run_id', to: () => Run, nullable: true })
  runId!: string | null;

  @TimeColumn({ name: 'created_at' })
  createdAt!: Date;
}
