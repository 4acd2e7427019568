import { faultsOf, load } from '../../test/support/settings-directory.js';

const STRONG = 'k3Jd9sLq0PzXw7VbNm2RtYh5GfCe8UaI';

describe('in production', () => {
  const env = { APP_ENV: 'production', AUTH__JWT_SECRET: STRONG };

  it('nothing is refused that is fit for it', () => {
    expect(faultsOf({}, env)).toEqual([]);
    expect(faultsOf({}, { NODE_ENV: 'production' })).toEqual([]);
  });

  it.each([
    [{ CHAT_JWT_SECRET_KEY: 'change-me' }, 'CHAT_JWT_SECRET_KEY (auth.jwt_secret) is a placeholder'],
    [{ AUTH__JWT_SECRET: 'change-me-change-me-change-me-change-me' }, 'AUTH__JWT_SECRET is a placeholder'],
    [{ AUTH__JWT_SECRET: STRONG.slice(1) }, 'AUTH__JWT_SECRET is shorter than 32 bytes'],
    [{ AUTH__JWT_SECRET: 'ab'.repeat(20) }, 'AUTH__JWT_SECRET repeats a few characters'],
    [
      { AUTH__JWT_SECRET: STRONG, AUTH__JWT_PREVIOUS_SECRETS: `${STRONG},old` },
      'AUTH__JWT_PREVIOUS_SECRETS is shorter',
    ],
    [
      { AUTH__BOOTSTRAP_USERNAME: 'admin', AUTH__BOOTSTRAP_PASSWORD: 'change-me' },
      'AUTH__BOOTSTRAP_PASSWORD is a placeholder',
    ],
    [{ CORS_ORIGINS: 'http://a,*' }, 'CORS_ORIGINS (server.cors_origins) must not be * in production'],
  ])('%j is refused', (bad, fault) => {
    const faults = faultsOf({}, { APP_ENV: 'production', ...bad });
    expect(faults).toEqual([expect.stringContaining(`environment: ${fault}`)]);
  });

  it('a demo provider is refused', () => {
    const yaml = 'providers:\n  list:\n    - {name: d, type: demo}\n';
    expect(faultsOf({ 'resources/config.yaml': yaml }, env)).toEqual([
      'resources/config.yaml:2: providers.list must not hold a demo provider in production',
    ]);
    expect(faultsOf({ 'resources/config.yaml': yaml })).toEqual([]);
  });
});

it('weak secrets are noticed in local, and refused anywhere else', () => {
  expect(load({ '.env': 'AUTH__JWT_SECRET=short' }).notices).toEqual([
    '.env:1: AUTH__JWT_SECRET is shorter than 32 bytes; it is refused where app.env is not local',
  ]);
  expect(faultsOf({ '.env': 'AUTH__JWT_SECRET=short' }, { APP_ENV: 'staging' })).toHaveLength(1);
});

it('asymmetric algorithms need both of their key files', () => {
  expect(faultsOf({}, { AUTH__JWT_ALGORITHM: 'es256', AUTH__JWT_PUBLIC_KEY_FILE: 'no.pem' })).toEqual([
    'environment: AUTH__JWT_ALGORITHM ES256 needs auth.jwt_private_key_file',
    'environment: AUTH__JWT_PUBLIC_KEY_FILE names a file that is not there',
  ]);
  const keys = { AUTH__JWT_PRIVATE_KEY_FILE: 'a.pem', AUTH__JWT_PUBLIC_KEY_FILE: 'b.pem' };
  expect(faultsOf({ 'a.pem': '', 'b.pem': '' }, { AUTH__JWT_ALGORITHM: 'EdDSA', ...keys })).toEqual([]);
});

it('the first admin has a name and a password', () => {
  expect(faultsOf({}, { AUTH__BOOTSTRAP_USERNAME: 'a' })).toEqual([
    'environment: AUTH__BOOTSTRAP_USERNAME needs auth.bootstrap_password',
  ]);
});

describe('providers.list', () => {
  it('is read deeply', () => {
    const yaml = `
providers:
  list:
    - name: lm-studio
      type: openai
      base_url: http://localhost:1234/v1/
      api_key: 007
      models: [a, b]
      headers: {X-Org: 12}
      idle_timeout_seconds: 1.5
`;
    expect(load({ 'resources/config.yaml': yaml }).settings.providers.list).toMatchObject([
      {
        name: 'lm-studio',
        type: 'openai',
        baseUrl: 'http://localhost:1234/v1',
        apiKey: '007',
        models: ['a', 'b'],
        headers: { 'X-Org': '12' },
        idleTimeoutSeconds: 1.5,
      },
    ]);
  });

  it('names every fault in it', () => {
    const yaml = `providers:
  list:
    - name: a
      type: openia
      api_ky: 1
    - type: demo
      timeout_seconds: -1
    - nothing
`;
    expect(faultsOf({ 'resources/config.yaml': yaml })).toEqual([
      'resources/config.yaml:4: providers.list[0].type must be one of openai, ollama, demo',
      'resources/config.yaml:5: providers.list[0].api_ky is not known here; the nearest name is api_key',
      'resources/config.yaml:6: providers.list[1].name is needed: letters, digits, ., - and _',
      'resources/config.yaml:7: providers.list[1].timeout_seconds must not be less than 0.001',
      'resources/config.yaml:8: providers.list[2] must be names with values',
    ]);
  });

  it('holds each name once', () => {
    const yaml = 'providers:\n  list: [{name: a, type: demo}, {name: a, type: demo}]';
    expect(faultsOf({ 'resources/config.yaml': yaml })).toEqual([
      'resources/config.yaml:2: providers.list names two providers alike',
    ]);
  });
});
