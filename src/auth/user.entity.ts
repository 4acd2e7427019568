import { Column, Entity, Index } from 'typeorm';
import { IdColumn, JsonColumn, TimeColumn } from '../database/columns.js';
import { now } from '../kernel/clock.js';
import { newId } from '../kernel/id.js';
import { nameKey } from './name-key.js';

export type Role = 'user' | 'admin';

@Entity('users')
@Index('users_name_key', ['nameKey'], { unique: true })
export class User {
  @IdColumn()
  id!: string;

  @Column({ type: 'text' })
  username!: string;

  /** The user name without regard to case and Unicode form: what is unique, and what login looks for. */
  @Column({ type: 'text', name: 'name_key' })
  nameKey!: string;

  @Column({ type: 'text', name: 'password_hash' })
  passwordHash!: string;

  @Column({ type: 'text', name: 'display_name', nullable: true })
  displayName!: string | null;

  @Column({ type: 'text' })
  role!: Role;

  @Column({ type: 'boolean', name: 'is_active' })
  isActive!: boolean;

  /** Product ids, or `*` for all. */
  @JsonColumn({ name: 'allowed_products' })
  allowedProducts!: string[];

  @JsonColumn({ name: 'allowed_agents' })
  allowedAgents!: string[];

  /** Every token carries the version it was made under; raising it ends them all. */
  @Column({ type: 'integer', name: 'token_version' })
  tokenVersion!: number;

  @TimeColumn({ name: 'created_at' })
  createdAt!: Date;

  @TimeColumn({ name: 'updated_at' })
  updatedAt!: Date;

  static create(
    fields: Pick<User, 'username' | 'passwordHash' | 'displayName' | 'role' | 'allowedProducts' | 'allowedAgents'>,
  ): User {
    const createdAt = now();
    return Object.assign(new User(), fields, {
      id: newId(),
      nameKey: nameKey(fields.username),
      isActive: true,
      tokenVersion: 1,
      createdAt,
      updatedAt: createdAt,
    });
  }
}
