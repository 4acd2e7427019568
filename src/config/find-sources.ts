import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { SETTING_BY_KEY } from './catalogue.js';
import { Faults } from './faults.js';
import { strongest } from './legacy/composite.js';
import { nodeEnv } from './legacy/node-env.js';
import { chooseValue } from './reading/choose-value.js';
import { readDotenv } from './sources/dotenv-file.js';
import { type Environment, readEnvironment } from './sources/environment.js';
import type { Source } from './sources/written.js';
import { readYaml } from './sources/yaml-file.js';

/** Strongest first. A file that is named has to be there; the others may be. */
export function findSources(env: Environment, cwd: string, faults: Faults): Source[] {
  const variables = [readEnvironment(env), ...fileAt(cwd, '.env', faults, readDotenv)];
  const named = strongest(variables, 'APP_CONFIG_FILE');
  const yaml = (file: string) => fileAt(cwd, file, faults, (content, label) => readYaml(content, label, faults));
  const chosen = named ? yaml(named.text) : [];
  if (named && chosen.length === 0) faults.add(named.written.place, 'APP_CONFIG_FILE names a file that cannot be read');
  const common = yaml('resources/config.yaml');
  const specific = yaml(`resources/config.${whereItRuns([...variables, ...chosen, ...common])}.yaml`);
  return [...variables, ...chosen, ...specific, ...common];
}

/** Needed to find the file that could say otherwise; faults are reported when everything is read. */
function whereItRuns(sources: readonly Source[]): string {
  const setting = SETTING_BY_KEY.get('APP__ENV')!;
  const { chosen } = chooseValue(setting, sources, nodeEnv.derive(sources), new Faults());
  return typeof chosen?.value === 'string' ? chosen.value : 'local';
}

function fileAt(cwd: string, file: string, faults: Faults, read: (content: string, label: string) => Source): Source[] {
  const content = contentOf(resolve(cwd, file), (code) => faults.add(file, `cannot be read (${code})`));
  return content === undefined ? [] : [read(content, file)];
}

function contentOf(path: string, onFailure: (code: string) => void): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') onFailure(code);
    return undefined;
  }
}
