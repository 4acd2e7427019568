import { Min } from 'class-validator';
import { oneOf } from '../kinds/scalars.js';
import { Setting } from '../setting.decorator.js';

export const JWT_ALGORITHMS = ['HS256', 'HS384', 'HS512', 'RS256', 'ES256', 'EdDSA'] as const;
export type JwtAlgorithm = (typeof JWT_ALGORITHMS)[number];

export class AuthSettings {
  @Setting({
    deprecated: ['CHAT_JWT_SECRET_KEY'],
    secret: true,
    defaultIs: 'made at first start, kept in `data/` with mode 0600',
    meaning: 'Signs tokens; at least 32 bytes. Unset, one is made at first start and kept in data/jwt-secret.',
  })
  readonly jwtSecret: string = '';

  @Setting({ secret: true, meaning: 'Secrets of before, whose tokens are still accepted.' })
  readonly jwtPreviousSecrets: string[] = [];

  @Setting({
    deprecated: ['CHAT_JWT_ALGORITHM'],
    as: oneOf(JWT_ALGORITHMS),
    meaning: `One of ${JWT_ALGORITHMS.join(', ')}; the last three need both key files.`,
  })
  readonly jwtAlgorithm: JwtAlgorithm = 'HS256';

  @Setting({ meaning: 'PEM file of the private key (PKCS #8) that signs tokens.' })
  readonly jwtPrivateKeyFile?: string;

  @Setting({ meaning: 'PEM file of the public key (SPKI) that verifies tokens.' })
  readonly jwtPublicKeyFile?: string;

  @Setting({ deprecated: ['CHAT_JWT_ISSUER'], meaning: 'Issuer that tokens name.' })
  readonly jwtIssuer: string = 'gwp-chat';

  @Setting({ deprecated: ['CHAT_JWT_AUDIENCE'], meaning: 'Audience that tokens name, and have to.' })
  readonly jwtAudience?: string;

  @Setting({ deprecated: ['CHAT_ACCESS_TOKEN_EXPIRE_MINUTES'], meaning: 'Minutes that an access token is valid.' })
  @Min(0.01)
  readonly accessMinutes: number = 15;

  @Setting({ deprecated: ['CHAT_REFRESH_TOKEN_EXPIRE_MINUTES'], meaning: 'Minutes that a refresh token is valid.' })
  @Min(0.01)
  readonly refreshMinutes: number = 10080;

  @Setting({ names: ['DEFAULT_ALLOWED_PRODUCTS'], meaning: 'Products that new users may use; * for all, [] for none.' })
  readonly defaultAllowedProducts: string[] = ['*'];

  @Setting({ names: ['DEFAULT_ALLOWED_AGENTS'], meaning: 'Agents that new users may use; * for all, [] for none.' })
  readonly defaultAllowedAgents: string[] = ['*'];

  @Setting({ meaning: 'Name of the first admin, made at start where there are no users.' })
  readonly bootstrapUsername?: string;

  @Setting({ secret: true, meaning: "The first admin's password." })
  readonly bootstrapPassword?: string;

  /** Asymmetric algorithms sign with a key from a file. */
  get needsKeyFiles(): boolean {
    return !this.jwtAlgorithm.startsWith('HS');
  }
}
