import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE } from '../catalogue.js';
import { load } from '../../../test/support/settings-directory.js';
import { Settings } from '../settings.js';
import { renderEnvExample } from './env-example.js';
import { renderMarkdown } from './markdown-table.js';
import { maskUrl } from './mask.js';
import { renderTree } from './tree.js';

const ROOT = join(__dirname, '../../..');
const example = readFileSync(join(ROOT, '.env.example'), 'utf8');

describe('.env.example', () => {
  it('is written by `node dist/src/config/cli.js --env-example > .env.example`', () => {
    expect(example).toBe(renderEnvExample());
  });

  it('has every setting that the environment can give, and no other', () => {
    const named = [...example.matchAll(/^# ([A-Z_]+)=/gm)].map(([, name]) => name);
    const settings = CATALOGUE.filter(({ kind }) => !kind.yamlOnly).map(({ key }) => key);
    expect(named).toEqual(['APP_CONFIG_FILE', ...settings]);
  });

  it('says the defaults', () => {
    const { settings } = load({ '.env': example.replace(/^# ([A-Z_]+=)/gm, '$1') });
    expect(settings).toEqual(new Settings());
  });
});

it('docs/settings.md is written by `node dist/src/config/cli.js --markdown > docs/settings.md`', () => {
  expect(readFileSync(join(ROOT, 'docs/settings.md'), 'utf8')).toBe(renderMarkdown());
});

describe('the printed tree', () => {
  it('has each value with its source, and no secret', () => {
    const secret = 'hunter2';
    const yaml = [
      'providers:',
      '  list:',
      `    - {name: a, type: openai, api_key: ${secret}, base_url: "http://u:${secret}@x", headers: {x: ${secret}}}`,
      `openai: {api_key: ${secret}, base_url: "http://u:${secret}@x/v1?api_key=${secret}"}`,
      `ollama: {url: "http://u:${secret}@x"}`,
      `llm: {host: "http://u:${secret}@x", api_key: ${secret}}`,
      `auth: {jwt_secret: ${secret}, jwt_previous_secrets: [${secret}], bootstrap_username: a, bootstrap_password: ${secret}}`,
    ].join('\n');
    const tree = renderTree(
      load({
        'resources/config.yaml': yaml,
        '.env': `\nAPI_PORT=81\nDATABASE_URL=postgres://bob:${secret}@${secret}@h/d`,
      }),
    );
    expect(tree).not.toContain(secret);
    expect(tree).toMatch(/^server\.port +81 +\.env:2 \(API_PORT\)$/m);
    expect(tree).toMatch(/^server\.body_limit +1mb +default$/m);
    expect(tree).toMatch(/^database\.url +postgres:\/\/bob:\*{8}@h\/d +\.env:3 \(DATABASE_URL\)$/m);
    expect(tree).toMatch(/^auth\.jwt_secret +\*{8} +resources\/config\.yaml:7$/m);
    expect(tree).toMatch(/^providers\.list\[0\]\.name +a +resources\/config\.yaml:2$/m);
    expect(tree).toMatch(/^log\.file +– +default$/m);
  });

  it('shows every setting', () => {
    const lines = renderTree(load({})).split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(CATALOGUE.map(({ path }) => path));
  });
});

it.each([
  ['postgres://h/d?password=x&a=b', 'postgres://h/d?password=********&a=b'],
  ['postgres://u:a/b?c@h/d', 'postgres://u:********@h/d'],
  ['sqlite:./data/a.db', 'sqlite:./data/a.db'],
])('%s is shown as %s', (url, masked) => expect(maskUrl(url)).toBe(masked));
