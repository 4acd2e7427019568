import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { fromJson } from '../database/json.js';
import { Unauthenticated } from '../kernel/errors.js';
import type { Caller } from './caller.js';
import { TokenService } from './token.service.js';
import type { Role } from './user.entity.js';

interface Row {
  role: Role;
  allowed_products: unknown;
  allowed_agents: unknown;
}

const STILL_STANDS = `
  SELECT u.role, u.allowed_products, u.allowed_agents
  FROM users u JOIN logins l ON l.user_id = u.id
  WHERE u.id = $1 AND l.id = $2 AND u.token_version = $3 AND u.is_active AND l.ended_at IS NULL`;

/** Who is it? Asked on every request, and answered from the database: a token that was revoked anywhere is dead everywhere. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly tokens: TokenService,
    private readonly database: Database,
  ) {}

  async authenticate(token: string): Promise<Caller> {
    const claims = await this.tokens.verify(token, 'access');
    const rows = await this.database.read<Row>(STILL_STANDS, [claims.userId, claims.loginId, claims.version]);
    const row = rows[0];
    if (!row) throw new Unauthenticated();
    return {
      userId: claims.userId,
      loginId: claims.loginId,
      role: row.role,
      allowedProducts: fromJson(row.allowed_products),
      allowedAgents: fromJson(row.allowed_agents),
    };
  }
}
