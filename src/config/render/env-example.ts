import { CATALOGUE, type CataloguedSetting, GROUPS } from '../catalogue.js';
import { Settings } from '../settings.js';

const DEFAULTS = new Settings();

export function renderEnvExample(): string {
  return [
    '# Every setting with its default. Copy this file to .env, and take the # from what you change.',
    '# Written by `node dist/src/config/cli.js --env-example`. Lists are comma-separated or JSON; an empty value is no value.',
    '',
    '# A YAML file with settings: `server.port` there is SERVER__PORT here.',
    '# APP_CONFIG_FILE=',
    ...GROUPS.flatMap((group) => [
      '',
      `# --- ${group} ---`,
      ...CATALOGUE.filter((setting) => setting.group === group && !setting.kind.yamlOnly).flatMap(lines),
    ]),
    '',
  ].join('\n');
}

function lines(setting: CataloguedSetting): string[] {
  return ['', `# ${setting.meaning}`, `# ${setting.key}=${defaultOf(setting)}`];
}

function defaultOf({ group, property, kind }: CataloguedSetting): string {
  const value: unknown = Reflect.get(DEFAULTS[group], property);
  const none = value === undefined || (Array.isArray(value) && value.length === 0);
  return none ? '' : kind.write(value);
}
