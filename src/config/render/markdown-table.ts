import { CATALOGUE, type CataloguedSetting, isDeprecated } from '../catalogue.js';
import { Settings } from '../settings.js';

const DEFAULTS = new Settings();

export function renderMarkdown(): string {
  return [
    '# Settings',
    '',
    'Written by `node dist/src/config/cli.js --markdown`; the words are those of the classes in `src/config/groups`.',
    '',
    'Sources, strongest first: environment · `.env` · the YAML file that `APP_CONFIG_FILE` names ·',
    '`resources/config.<app.env>.yaml` · `resources/config.yaml` · defaults. `server.port` in YAML is `SERVER__PORT` in the',
    'environment. Lists are comma-separated or JSON. An empty value is no value. Names in italics are those of older systems:',
    'they work, and a notice at start says what they are called today. Two names of one setting in one source have to agree.',
    '',
    '`npm run config` shows the settings in force, each with its source, secrets masked.',
    '',
    '| path | default | also read as | meaning |',
    '| --- | --- | --- | --- |',
    ...CATALOGUE.map(row),
    '',
  ].join('\n');
}

function row(setting: CataloguedSetting): string {
  const names = setting.otherNames.map((name) => (isDeprecated(name) ? `_\`${name}\`_` : `\`${name}\``));
  return `| \`${setting.path}\` | ${defaultOf(setting)} | ${names.join(', ')} | ${inCell(setting.meaning)} |`;
}

function defaultOf({ group, property, kind, defaultIs }: CataloguedSetting): string {
  const value: unknown = Reflect.get(DEFAULTS[group], property);
  const none = value === undefined || (Array.isArray(value) && value.length === 0);
  return defaultIs ?? (none ? '–' : `\`${kind.write(value)}\``);
}

function inCell(meaning: string): string {
  return meaning.replaceAll('<', '&lt;').replaceAll('|', '\\|');
}
