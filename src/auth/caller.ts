import type { Role, User } from './user.entity.js';

export type Permission = 'read' | 'chat' | 'admin';

/** Whoever asks, as far as rules need to know. */
export interface Caller {
  userId: string;
  /** The sign-in that the credentials came from. */
  loginId: string;
  role: Role;
  allowedProducts: string[];
  allowedAgents: string[];
}

export function permissionsOf(user: Pick<User, 'role'>): Permission[] {
  return user.role === 'admin' ? ['read', 'chat', 'admin'] : ['read', 'chat'];
}
