import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Faults } from './faults.js';
import { nameOf } from './reading/choose-value.js';
import type { Settings } from './settings.js';
import type { Given } from './sources/written.js';
import { weaknessOfPassword, weaknessOfSecret } from './weak-secret.js';

interface Report {
  faults: Faults;
  notices: string[];
  /** What was given, by path. */
  chosen: ReadonlyMap<string, Given>;
}

/** What one value cannot tell of itself. */
export function checkTogether(settings: Settings, cwd: string, { faults, notices, chosen }: Report): void {
  const place = (path: string) => chosen.get(path)?.written.place ?? 'default';
  const name = (path: string) => (chosen.has(path) ? nameOf(chosen.get(path)!) : path);
  const fault: Tell = (path, statement) => faults.add(place(path), `${name(path)} ${statement}`);
  const notice: Tell = (path, statement) => void notices.push(`${place(path)}: ${name(path)} ${statement}`);

  checkKeyFiles(settings, cwd, fault);
  checkProviders(settings, fault);
  checkSecrets(settings, fault, notice);
  for (const [path, other] of [BOOTSTRAP, BOOTSTRAP.toReversed()] as [string, string][]) {
    if (chosen.has(path) && !chosen.has(other)) fault(path, `needs ${other}`);
  }
  if (settings.app.isProduction && settings.server.corsOrigins.includes('*')) {
    fault('server.cors_origins', 'must not be * in production');
  }
}

type Tell = (path: string, statement: string) => void;

const BOOTSTRAP = ['auth.bootstrap_username', 'auth.bootstrap_password'];

function checkKeyFiles({ auth }: Settings, cwd: string, fault: Tell): void {
  if (!auth.needsKeyFiles) return;
  const files = {
    'auth.jwt_private_key_file': auth.jwtPrivateKeyFile,
    'auth.jwt_public_key_file': auth.jwtPublicKeyFile,
  };
  for (const [path, file] of Object.entries(files)) {
    if (file === undefined) fault('auth.jwt_algorithm', `${auth.jwtAlgorithm} needs ${path}`);
    else if (!existsSync(resolve(cwd, file))) fault(path, 'names a file that is not there');
  }
}

function checkProviders({ app, providers }: Settings, fault: Tell): void {
  const names = providers.list.map(({ name }) => name);
  if (new Set(names).size < names.length) fault('providers.list', 'names two providers alike');
  if (app.isProduction && providers.list.some(({ type }) => type === 'demo')) {
    fault('providers.list', 'must not hold a demo provider in production');
  }
}

/** Weak secrets are for a developer's own machine, and even there not in silence. */
function checkSecrets({ app, auth }: Settings, fault: Tell, notice: Tell): void {
  const weak = (path: string, weakness: string | undefined) => {
    if (weakness === undefined) return;
    if (app.isLocal) notice(path, `${weakness}; it is refused where app.env is not local`);
    else fault(path, `${weakness}, which only app.env=local may use`);
  };
  if (auth.jwtSecret) weak('auth.jwt_secret', weaknessOfSecret(auth.jwtSecret));
  for (const secret of auth.jwtPreviousSecrets) weak('auth.jwt_previous_secrets', weaknessOfSecret(secret));
  if (auth.bootstrapPassword) weak('auth.bootstrap_password', weaknessOfPassword(auth.bootstrapPassword));
}
