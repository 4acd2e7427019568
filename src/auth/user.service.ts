import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { AuthSettings } from '../config/groups/auth.settings.js';
import { isDuplicate } from '../database/database-errors.js';
import { Database } from '../database/database.js';
import { Conflict, Forbidden, Unauthenticated } from '../kernel/errors.js';
import type { Caller } from './caller.js';
import { PasswordService } from './password.service.js';
import { User, type Role } from './user.entity.js';

export interface Registration {
  username: string;
  password: string;
  role?: Role;
  displayName?: string | null;
  allowedProducts?: string[];
  allowedAgents?: string[];
}

@Injectable()
export class UserService implements OnApplicationBootstrap {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly database: Database,
    private readonly passwords: PasswordService,
    private readonly settings: AuthSettings,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { bootstrapUsername: username, bootstrapPassword: password } = this.settings;
    if (!username || !password || (await this.users.exists())) return;
    try {
      await this.register(null, { username, password });
      new Logger('Auth').log('Made the first admin from the configured user name and password');
    } catch (error) {
      // Another instance was first.
      if (!(error instanceof Unauthenticated)) throw error;
    }
  }

  get(id: string): Promise<User> {
    return this.users.findOneByOrFail({ id });
  }

  /** Open to anyone while there is no user, whom it makes the admin; later to admins. Of several racing firsts one wins. */
  async register(caller: Caller | null, registration: Registration): Promise<User> {
    // Before the costly hash, so that strangers cannot ask for hashes.
    await this.assertMayRegister(caller, this.users.manager);
    const passwordHash = await this.passwords.hash(registration.password);
    return this.database.transaction(async (tx) => {
      await this.database.lock(tx, 'first user');
      const isFirst = await this.assertMayRegister(caller, tx);
      const user = User.create({
        username: registration.username,
        passwordHash,
        displayName: registration.displayName ?? null,
        role: isFirst ? 'admin' : (registration.role ?? 'user'),
        allowedProducts: registration.allowedProducts ?? this.settings.defaultAllowedProducts,
        allowedAgents: registration.allowedAgents ?? this.settings.defaultAllowedAgents,
      });
      try {
        await tx.insert(User, user);
      } catch (error) {
        throw isDuplicate(error) ? new Conflict('The user name is taken') : error;
      }
      return user;
    });
  }

  /** True for the first user of all. */
  private async assertMayRegister(caller: Caller | null, manager: EntityManager): Promise<boolean> {
    if (caller?.role === 'admin') return false;
    if (caller) throw new Forbidden('forbidden', 'Only an admin may register users');
    if (await manager.exists(User)) throw new Unauthenticated();
    return true;
  }
}
