import fc from 'fast-check';
import { directoryOf, faultsOf, load } from '../../test/support/settings-directory.js';
import { loadSettings } from './load-settings.js';

const SOURCES = ['environment', '.env', 'mine.yaml', 'resources/config.local.yaml', 'resources/config.yaml'];

describe('the sources', () => {
  it('count in their order, whichever of them speak', () => {
    const ports = fc.array(fc.option(fc.integer({ min: 1, max: 65535 }), { nil: undefined }), {
      minLength: SOURCES.length,
      maxLength: SOURCES.length,
    });
    fc.assert(
      fc.property(ports, ([environment, dotenv, ...yaml]) => {
        const files: Record<string, string> = {
          '.env': `APP_CONFIG_FILE=mine.yaml\n${dotenv ? `PORT=${dotenv}` : ''}`,
        };
        SOURCES.slice(2).forEach((file, index) => {
          files[file] = yaml[index] === undefined ? '' : `server:\n  port: ${yaml[index]}\n`;
        });
        const { settings, origins } = load(files, environment ? { SERVER__PORT: String(environment) } : {});

        const given = [environment, dotenv, ...yaml];
        const strongest = given.findIndex((port) => port !== undefined);
        expect(settings.server.port).toBe(given[strongest] ?? 8000);
        expect(origins.get('server.port')).toContain(SOURCES[strongest] ?? 'default');
      }),
      { numRuns: 40 },
    );
  });

  it('choose the file of the environment by what the others say', () => {
    const files = {
      '.env': 'APP_ENV=staging',
      'resources/config.staging.yaml': 'database:\n  pool_size: 5',
      'resources/config.local.yaml': 'database:\n  pool_size: 6',
    };
    expect(load(files).settings.database.poolSize).toBe(5);
    expect(load({ ...files, '.env': '' }).settings.database.poolSize).toBe(6);
  });

  it('leave to weaker ones what they give no value', () => {
    const files = {
      '.env': 'HOST=\nPORT=""\nLOG__LEVEL=  ',
      'resources/config.yaml': 'server:\n  host: ~\n  port: 81\nlog:\n',
    };
    const { settings } = load(files, { SERVER__PORT: '', SERVER__PROT: '' });
    expect(settings.server).toMatchObject({ host: '0.0.0.0', port: 81 });
    expect(settings.log.level).toBe('info');
  });

  it('give lists with commas, as JSON, and as YAML', () => {
    const origins = ['http://a', 'http://b'];
    expect(load({}, { CORS_ORIGINS: 'http://a, http://b' }).settings.server.corsOrigins).toEqual(origins);
    expect(load({}, { CORS_ORIGINS: '["http://a","http://b"]' }).settings.server.corsOrigins).toEqual(origins);
    expect(load({}, { CORS_ORIGINS: '[]' }).settings.server.corsOrigins).toEqual([]);
    const yaml = 'server:\n  cors_origins:\n    - http://a\n    - http://b\n';
    expect(load({ 'resources/config.yaml': yaml }).settings.server.corsOrigins).toEqual(origins);
  });

  it('may be absent, but for the file that is named', () => {
    expect(faultsOf({})).toEqual([]);
    expect(faultsOf({}, { APP_CONFIG_FILE: 'no.yaml' })).toEqual([
      'environment: APP_CONFIG_FILE names a file that cannot be read',
    ]);
  });
});

describe('what is not a setting', () => {
  it('stops the start with the nearest name', () => {
    const yaml = 'server:\n  prot: 1\n  cors: x\nsevrer:\n  port: 1\nprot: 2\nlog: info\n';
    expect(faultsOf({ '.env': '\nSERVER__PROT=1\nMETRICS__ENABLED=true', 'resources/config.yaml': yaml })).toEqual([
      '.env:2: SERVER__PROT is not a setting; the nearest name is SERVER__PORT',
      '.env:3: METRICS__ENABLED is not a setting; the nearest name is LLM__ENABLED',
      'resources/config.yaml:2: server.prot is not a setting; the nearest name is server.port',
      'resources/config.yaml:3: server.cors is not a setting; the nearest name is server.cors_origins',
      'resources/config.yaml:5: sevrer.port is not a setting; the nearest name is server.port',
      'resources/config.yaml:6: prot is not a setting; the nearest name is port',
      'resources/config.yaml:7: log must be a group of settings',
    ]);
    expect(faultsOf({}, { server__port: '1' })).toEqual([
      'environment: server__port is not a setting; the nearest name is SERVER__PORT',
    ]);
  });

  it("is left alone where it is somebody else's variable", () => {
    expect(faultsOf({ '.env': 'VITE_API=1\nAIRFLOW__CORE__X=1' }, { PATH: '/bin', REDIS_URL: 'x', __CF: '1' })).toEqual(
      [],
    );
  });
});

describe('faults', () => {
  it('are told all together, each with its place', () => {
    const files = {
      '.env': '# first\nPORT=80a\n\nLIMITS__ADDRESS_FACTOR=0\nLLM__ENABLED=perhaps',
      'resources/config.yaml': 'log:\n  level: loud\nserver:\n  body_limit: 1m\n  trust_proxy: true\n',
    };
    expect(faultsOf(files, { DATABASE_URL: 'mysql://db', PROVIDERS__LIST: '[]' })).toEqual([
      '.env:2: PORT (server.port) must be a number',
      expect.stringMatching(/^resources\/config.yaml:5: server.trust_proxy must be false, a number/),
      'resources/config.yaml:4: server.body_limit must be a size such as 512kb or 1mb',
      expect.stringMatching(/^resources\/config.yaml:2: log.level must be one of trace, /),
      expect.stringMatching(/^environment: DATABASE_URL \(database.url\) must be sqlite:<file>/),
      'environment: PROVIDERS__LIST must be a list, which only YAML can hold',
      '.env:5: LLM__ENABLED must be true or false',
      '.env:4: LIMITS__ADDRESS_FACTOR must not be less than 1',
    ]);
  });

  it('are one a line in the message', () => {
    expect(() => load({}, { PORT: 'x', LOG_LEVEL: 'y' })).toThrow(
      /^The settings are not valid:\n {2}environment: PORT.*\n {2}environment: LOG_LEVEL.*$/,
    );
  });

  it('include every number that is none', () => {
    const words = fc.string().filter((text) => text.trim() !== '' && !/^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(text));
    fc.assert(
      fc.property(words, (text) => expect(faultsOf({}, { LIMITS__ADDRESS_FACTOR: text })).toHaveLength(1)),
      { numRuns: 40 },
    );
  });

  it('do not come from values that a stronger source hides', () => {
    expect(faultsOf({ '.env': 'PORT=80a' }, { PORT: '80' })).toEqual([]);
  });

  it('name two names that differ in one source, and only then', () => {
    expect(faultsOf({ '.env': 'PORT=1\nAPI_PORT=2' })).toEqual([
      '.env:1, .env:2: PORT and API_PORT name one setting, server.port, and differ',
    ]);
    expect(faultsOf({ 'resources/config.yaml': 'port: 1\nserver:\n  port: 2\n' })).toEqual([
      'resources/config.yaml:3, resources/config.yaml:1: server.port and port name one setting, server.port, and differ',
    ]);
    expect(faultsOf({ '.env': 'PORT=80\nAPI_PORT=080\nSERVER__PORT=80\nHOST=\nAPI_HOST=x' })).toEqual([]);
    expect(faultsOf({ '.env': 'PORT=1' }, { API_PORT: '2' })).toEqual([]);
  });

  it('never hold the value of a secret', () => {
    const secret = 'hunter2hunter2';
    const yaml = [
      'providers:',
      '  list:',
      `    - {name: a, type: openai, api_key: [${secret}], base_url: "ftp://u:${secret}@x", headers: {x: [${secret}]}}`,
      `llm: {host: "gopher://u:${secret}@x", api_key: {a: ${secret}}}`,
      `openai: {base_url: "x y:${secret}"}`,
    ].join('\n');
    const env = {
      DATABASE_URL: `mysql://u:${secret}@db`,
      CHAT_JWT_SECRET_KEY: secret,
      AUTH__JWT_SECRET: `${secret}2`,
      AUTH__JWT_PREVIOUS_SECRETS: `["${secret}"`,
      AUTH__BOOTSTRAP_PASSWORD: `change-me-${secret}`,
      APP_ENV: 'production',
    };
    const faults = [
      ...faultsOf({ 'resources/config.yaml': yaml, '.env': `CHAT_LLM_API_KEY=a#${secret}` }, env),
      ...faultsOf({ 'resources/config.yaml': `auth:\n  jwt_secret: "${secret}\n` }),
      ...faultsOf({ 'resources/config.yaml': `- ${secret}: *${secret}` }),
    ];
    expect(faults.length).toBeGreaterThan(10);
    expect(faults.join('\n')).not.toContain(secret);
  });
});

describe('old names', () => {
  it('are noticed once each', () => {
    const { notices } = load({ '.env': '\nAPI_PORT=1\nAPI_HOST=x' }, { API_PORT: '2', LOG_LEVEL: 'info' });
    expect(notices).toEqual([
      ".env:3: API_HOST is an old name; today's is SERVER__HOST (server.host in YAML)",
      "environment: API_PORT is an old name; today's is SERVER__PORT (server.port in YAML)",
    ]);
  });
});

describe('what is not given', () => {
  it('is found', () => {
    const cwd = directoryOf({ 'package.json': '{"version":"1.2.3"}' });
    const { settings } = loadSettings({ env: {}, cwd, terminal: true });
    expect(settings.app.version).toBe('1.2.3');
    expect(settings.log.format).toBe('pretty');
    expect(loadSettings({ env: { LOG_FORMAT: 'json' }, cwd, terminal: true }).settings.log.format).toBe('json');
    expect(loadSettings({ env: {}, cwd, terminal: false }).settings.log.format).toBe('json');
  });
});
