import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE, SETTING_BY_KEY } from './catalogue.js';
import { checkTogether } from './check-together.js';
import { Faults } from './faults.js';
import { findSources } from './find-sources.js';
import { findJwtSecret, JWT_SECRET_FILE, keptJwtSecret } from './jwt-secret.js';
import { fillSettings } from './reading/fill-settings.js';
import { reportUnknownNames } from './reading/unknown-names.js';
import type { Settings } from './settings.js';
import type { Environment } from './sources/environment.js';
import type { Given } from './sources/written.js';
import { weaknessOfSecret } from './weak-secret.js';

export interface LoadOptions {
  env?: Environment;
  /** Where `.env`, `resources/`, `data/` and package.json are. */
  cwd?: string;
  /** Whether people read the log as it is written. */
  terminal?: boolean;
  /** `false` looks without touching: no secret is made. */
  makeSecret?: boolean;
}

export interface LoadedSettings {
  settings: Settings;
  /** For the log, once; they hold no values. */
  notices: string[];
  /** Of every path: `.env:12`, `environment (PORT)`, `default`. */
  origins: ReadonlyMap<string, string>;
}

/** Throws `InvalidSettings`, which names every fault. */
export function loadSettings(options: LoadOptions = {}): LoadedSettings {
  const { env = process.env, cwd = process.cwd(), terminal = process.stdout.isTTY, makeSecret = true } = options;
  const faults = new Faults();
  const sources = findSources(env, cwd, faults);
  reportUnknownNames(sources, faults);
  const { settings, chosen, notices } = fillSettings(sources, faults);
  checkTogether(settings, cwd, { faults, notices, chosen });
  faults.throwIfAny();

  const origins = new Map(CATALOGUE.map(({ path }) => [path, originOf(chosen.get(path))]));
  Object.assign(settings.app, { version: versionIn(cwd) });
  if (terminal && !chosen.has('log.format')) Object.assign(settings.log, { format: 'pretty' });
  if (!chosen.has('auth.jwt_secret')) {
    const secret = ownSecret(cwd, makeSecret ? keptJwtSecret : findJwtSecret, faults);
    faults.throwIfAny();
    Object.assign(settings.auth, { jwtSecret: secret ?? '' });
    origins.set('auth.jwt_secret', secret === undefined ? 'made at first start' : JWT_SECRET_FILE);
  }
  return { settings, notices, origins };
}

function originOf(given: Given | undefined): string {
  if (!given) return 'default';
  const ours = SETTING_BY_KEY.get(given.key)?.key === given.key;
  return ours ? given.written.place : `${given.written.place} (${given.name})`;
}

/** What is kept may have been changed by hand. */
function ownSecret(cwd: string, get: typeof findJwtSecret, faults: Faults): string | undefined {
  try {
    const secret = get(cwd);
    const weakness = secret === undefined ? undefined : weaknessOfSecret(secret);
    if (weakness) faults.add(JWT_SECRET_FILE, `${weakness}: delete it, and a new one is made`);
    return secret;
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    faults.add(JWT_SECRET_FILE, `cannot be kept (${code}): set auth.jwt_secret`);
    return undefined;
  }
}

function versionIn(cwd: string): string {
  try {
    const { version } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8')) as { version?: unknown };
    return typeof version === 'string' ? version : '0.0.0';
  } catch {
    return '0.0.0';
  }
}
