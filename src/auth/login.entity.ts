import { Entity, Index } from 'typeorm';
import { IdColumn, RefColumn, TimeColumn } from '../database/columns.js';
import { now } from '../kernel/clock.js';
import { newId } from '../kernel/id.js';
import { User } from './user.entity.js';

/** One sign-in, and all the tokens that came of it: the family that dies together when one of them is used twice. */
@Entity('logins')
@Index('logins_user', ['userId'])
export class Login {
  @IdColumn()
  id!: string;

  @RefColumn({ name: 'user_id', to: () => User })
  userId!: string;

  @TimeColumn({ name: 'created_at' })
  createdAt!: Date;

  @TimeColumn({ name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  static of(userId: string): Login {
    return Object.assign(new Login(), { id: newId(), userId, createdAt: now(), endedAt: null });
  }
}
