import { OmitType } from '@nestjs/swagger';
import { permissionsOf, type Permission } from '../../../auth/caller.js';
import type { Role, User } from '../../../auth/user.entity.js';
import { Flag, Id, OneOf, Text, TextList, Time } from '../../shared/fields.js';

export class UserDto {
  @Id()
  id: string;

  @Text({ max: 64 })
  username: string;

  @Text({ max: 128, nullable: true })
  display_name: string | null;

  @OneOf(['user', 'admin'])
  role: Role;

  @Flag()
  is_active: boolean;

  @TextList({ max: 1000, length: 128, description: '`*` is all.' })
  allowed_products: string[];

  @TextList({ max: 1000, length: 128, description: '`*` is all.' })
  allowed_agents: string[];

  @Time()
  created_at: string;

  @Time()
  updated_at: string;

  static of(user: User): UserDto {
    return {
      id: user.id,
      username: user.username,
      display_name: user.displayName,
      role: user.role,
      is_active: user.isActive,
      allowed_products: user.allowedProducts,
      allowed_agents: user.allowedAgents,
      created_at: user.createdAt.toISOString(),
      updated_at: user.updatedAt.toISOString(),
    };
  }
}

/** The caller about themselves. */
export class ProfileDto extends OmitType(UserDto, ['is_active', 'updated_at'] as const) {
  @TextList({ max: 10, length: 16 })
  permissions: Permission[];

  static of(user: User): ProfileDto {
    const { id, username, display_name, role, allowed_products, allowed_agents, created_at } = UserDto.of(user);
    const permissions = permissionsOf(user);
    return { id, username, display_name, role, permissions, allowed_products, allowed_agents, created_at };
  }
}
