import { Injectable } from '@nestjs/common';
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { AuthSettings } from '../config/groups/auth.settings.js';
import { isId } from '../kernel/id.js';
import { Unauthenticated } from '../kernel/errors.js';
import type { RefreshToken } from './refresh-token.entity.js';
import { signingKeys, type SigningKeys } from './signing-keys.js';

export type TokenType = 'access' | 'refresh';

export interface TokenClaims {
  userId: string;
  loginId: string;
  tokenId: string;
  version: number;
}

/** Signs and checks the JWTs that we hand out; whether their login still stands is the database's to say. */
@Injectable()
export class TokenService {
  private readonly keys: SigningKeys;

  constructor(private readonly settings: AuthSettings) {
    this.keys = signingKeys(settings);
  }

  get accessSeconds(): number {
    return this.settings.accessMinutes * 60;
  }

  get refreshSeconds(): number {
    return this.settings.refreshMinutes * 60;
  }

  access(claims: TokenClaims): Promise<string> {
    const issuedAt = Math.floor(Date.now() / 1000);
    return this.sign('access', claims, issuedAt, issuedAt + this.accessSeconds);
  }

  /** The same row gives the same token: an answer that got lost can be given again. */
  refresh(row: RefreshToken, user: { userId: string; version: number }): Promise<string> {
    const seconds = (date: Date): number => Math.floor(date.getTime() / 1000);
    const claims = { ...user, loginId: row.loginId, tokenId: row.id };
    return this.sign('refresh', claims, seconds(row.issuedAt), seconds(row.expiresAt));
  }

  /** Throws `Unauthenticated`, with `token_expired` where time is all that is wrong. */
  async verify(token: string, type: TokenType): Promise<TokenClaims> {
    const payload = await this.payloadOf(token);
    const { sub, jti, ver, sid, typ } = payload;
    if (typ !== type || !isId(sub) || !isId(jti) || !isId(sid) || !Number.isInteger(ver)) throw new Unauthenticated();
    return { userId: sub, tokenId: jti, loginId: sid, version: ver as number };
  }

  private async payloadOf(token: string): Promise<JWTPayload> {
    const options = {
      algorithms: [this.settings.jwtAlgorithm],
      issuer: this.settings.jwtIssuer,
      ...(this.settings.jwtAudience && { audience: this.settings.jwtAudience }),
      requiredClaims: ['exp', 'sub', 'jti', 'ver', 'typ', 'sid'],
    };
    for (const key of this.keys.verify) {
      try {
        return (await jwtVerify(token, key, options)).payload;
      } catch (error) {
        if (error instanceof errors.JWTExpired) throw new Unauthenticated('The token has expired', 'token_expired');
        if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw new Unauthenticated();
      }
    }
    throw new Unauthenticated();
  }

  private sign(typ: TokenType, claims: TokenClaims, issuedAt: number, expiresAt: number): Promise<string> {
    const jwt = new SignJWT({ typ, ver: claims.version, sid: claims.loginId })
      .setProtectedHeader({ alg: this.settings.jwtAlgorithm, typ: 'JWT' })
      .setSubject(claims.userId)
      .setJti(claims.tokenId)
      .setIssuer(this.settings.jwtIssuer)
      .setIssuedAt(issuedAt)
      .setNotBefore(issuedAt)
      .setExpirationTime(expiresAt);
    if (this.settings.jwtAudience) jwt.setAudience(this.settings.jwtAudience);
    return jwt.sign(this.keys.sign);
  }
}
