import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { TimeColumn } from '../database/columns.js';

/** Failed logins of an account or from an address, whether or not the account exists. */
@Entity('login_failures')
@Index('login_failures_window', ['windowStartedAt'])
export class LoginFailure {
  /** A hash of `account:<name key>` or `address:<address>`. */
  @PrimaryColumn({ type: 'text' })
  subject!: string;

  @Column({ type: 'integer' })
  failures!: number;

  @TimeColumn({ name: 'window_started_at' })
  windowStartedAt!: Date;

  @TimeColumn({ name: 'delayed_until', nullable: true })
  delayedUntil!: Date | null;
}
