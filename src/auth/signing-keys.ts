import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AuthSettings } from '../config/groups/auth.settings.js';

export interface SigningKeys {
  sign: KeyObject;
  /** In the order in which they are tried. */
  verify: KeyObject[];
}

export function signingKeys(settings: AuthSettings): SigningKeys {
  if (settings.jwtAlgorithm.startsWith('HS')) {
    const secret = (text: string): KeyObject => createSecretKey(Buffer.from(text));
    const current = secret(settings.jwtSecret);
    return { sign: current, verify: [current, ...settings.jwtPreviousSecrets.map(secret)] };
  }
  return {
    sign: createPrivateKey(readFileSync(settings.jwtPrivateKeyFile!)),
    verify: [createPublicKey(readFileSync(settings.jwtPublicKeyFile!))],
  };
}
