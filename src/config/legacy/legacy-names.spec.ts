import { CATALOGUE, isDeprecated } from '../catalogue.js';
import { faultsOf, load } from '../../../test/support/settings-directory.js';
import { COMPOSITES } from './composites.js';

/** Every other name, a value for it, and what that is in the tree. */
const NAMES: [name: string, given: string, path: string, value: unknown][] = [
  ['APP_ENV', 'staging', 'app.env', 'staging'],
  ['NODE_ENV', 'staging', 'app.env', 'staging'],
  ['HOST', '::1', 'server.host', '::1'],
  ['API_HOST', '::1', 'server.host', '::1'],
  ['PORT', '81', 'server.port', 81],
  ['API_PORT', '81', 'server.port', 81],
  ['CHAT_API_PREFIX', '/v2/', 'server.apiPrefix', '/v2'],
  ['CORS_ORIGINS', 'http://a', 'server.corsOrigins', ['http://a']],
  ['LOG_LEVEL', 'WARNING', 'log.level', 'warn'],
  ['API_DEBUG', 'True', 'log.level', 'debug'],
  ['OLLAMA_DEBUG', '1', 'log.level', 'debug'],
  ['LLM__DEBUG', 'true', 'log.level', 'debug'],
  ['LOG_FORMAT', 'structured', 'log.format', 'json'],
  ['LOG_FILE', 'a.log', 'log.file', 'a.log'],
  ['DATABASE_URL', 'postgres://u@h/d', 'database.url', 'postgres://u@h/d'],
  ['CHAT_DATABASE_URL', 'sqlite:///./app.db', 'database.url', 'sqlite:./app.db'],
  ['HISTORY_DB_URL', 'sqlite://', 'database.url', 'sqlite::memory:'],
  ['HISTORY_STORAGE_TYPE', 'memory', 'database.url', 'sqlite::memory:'],
  ['CHAT_JWT_SECRET_KEY', ' s ', 'auth.jwtSecret', ' s '],
  ['CHAT_JWT_ALGORITHM', 'hs512', 'auth.jwtAlgorithm', 'HS512'],
  ['CHAT_JWT_ISSUER', 'me', 'auth.jwtIssuer', 'me'],
  ['CHAT_JWT_AUDIENCE', 'you', 'auth.jwtAudience', 'you'],
  ['CHAT_ACCESS_TOKEN_EXPIRE_MINUTES', '5', 'auth.accessMinutes', 5],
  ['CHAT_REFRESH_TOKEN_EXPIRE_MINUTES', '50', 'auth.refreshMinutes', 50],
  ['DEFAULT_ALLOWED_PRODUCTS', 'a,b', 'auth.defaultAllowedProducts', ['a', 'b']],
  ['DEFAULT_ALLOWED_AGENTS', '["a"]', 'auth.defaultAllowedAgents', ['a']],
  ['CHAT_PROVIDER', 'ollama', 'providers.default', 'ollama'],
  ['CONNECT_TIMEOUT', '5.5', 'providers.connectTimeoutSeconds', 5.5],
  ['REQUEST_TIMEOUT', '30.0', 'providers.timeoutSeconds', 30],
  ['PROVIDER_TIMEOUT_SECONDS', '31', 'providers.timeoutSeconds', 31],
  ['OLLAMA_TIMEOUT', '300', 'providers.timeoutSeconds', 300],
  ['CHAT_LLM_TIMEOUT_SECONDS', '32.5', 'providers.timeoutSeconds', 32.5],
  ['LLM__TIMEOUT_SECONDS', '120', 'providers.timeoutSeconds', 120],
  ['OPENAI_API_KEY', 'sk', 'openai.apiKey', 'sk'],
  ['OPENAI_BASE_URL', 'https://x/v1/', 'openai.baseUrl', 'https://x/v1'],
  ['OLLAMA_URL', 'http://127.0.0.1:8008', 'ollama.url', 'http://127.0.0.1:8008'],
  ['OLLAMA_BASE_URL', 'localhost:11434', 'ollama.url', 'http://localhost:11434'],
  ['OLLAMA_MODEL', 'gpt-oss:20b', 'ollama.model', 'gpt-oss:20b'],
  ['OLLAMA_DEFAULT_MODEL', 'llama3', 'ollama.model', 'llama3'],
  ['CHAT_LLM_API_BASE', 'http://x:1', 'llm.host', 'http://x:1/v1'],
  ['CHAT_LLM_API_SCHEME', 'https', 'llm.host', 'https://127.0.0.1:8080/v1'],
  ['CHAT_LLM_API_HOST', 'gpu', 'llm.host', 'http://gpu:8080/v1'],
  ['CHAT_LLM_API_PORT', '9', 'llm.host', 'http://127.0.0.1:9/v1'],
  ['CHAT_LLM_API_PATH_PREFIX', 'api/v3/', 'llm.host', 'http://127.0.0.1:8080/api/v3'],
  ['CHAT_LLM_API_KEY', 'k', 'llm.apiKey', 'k'],
  ['CHAT_LLM_ENABLED', 'false', 'llm.enabled', false],
  ['RUN_ON_DISCONNECT', 'cancel', 'runs.onDisconnect', 'cancel'],
  ['RUN_QUEUE_MAX', '9', 'runs.queueMax', 9],
  ['STREAM_BUFFER_MAX', '2mb', 'runs.streamBufferMax', 2 * 1024 * 1024],
];

/** Mean nothing alone. */
const ONLY_WITH_OTHERS = ['USERNAME', 'PASSWORD', 'HISTORY_FILE_PATH'];

/** A staging server takes no weak secret, and the tests of names should not have to care. */
const SECRET = { APP_ENV: undefined, AUTH__JWT_SECRET: 'k3Jd9sLq0PzXw7VbNm2RtYh5GfCe8UaI' };

describe('an old name', () => {
  it.each(NAMES)('%s is read from the environment, .env and YAML', (name, given, path, value) => {
    const env = path === 'auth.jwtSecret' ? {} : SECRET;
    const loaded = [
      load({}, { ...env, [name]: given }),
      load({ '.env': `${name}='${given}'` }, env),
      load({ 'resources/config.yaml': `${yamlKey(name)}'${given}'` }, env),
    ];
    for (const { settings, notices } of loaded) {
      expect(settings).toHaveProperty(path, value);
      expect(notices.some((notice) => notice.includes('old name'))).toBe(isDeprecated(name));
    }
  });

  it('is in the list above, if it is one', () => {
    const known = CATALOGUE.flatMap(({ otherNames }) => otherNames);
    expect([...NAMES.map(([name]) => name), ...ONLY_WITH_OTHERS].sort()).toEqual([...known].sort());
    expect(COMPOSITES.flatMap(({ names }) => Object.keys(names)).every((name) => known.includes(name))).toBe(true);
  });
});

describe('NODE_ENV', () => {
  it.each(['development', 'test'])('%s says nothing', (name) => {
    expect(load({}, { NODE_ENV: name }).settings.app.env).toBe('local');
    expect(load({}, { ...SECRET, APP_ENV: 'production', NODE_ENV: name }).settings.app.isProduction).toBe(true);
  });

  it('must not contradict APP_ENV', () => {
    expect(faultsOf({}, { APP_ENV: 'local', NODE_ENV: 'production' })).toEqual([
      'environment: APP_ENV and NODE_ENV name one setting, app.env, and differ',
    ]);
  });
});

/** LLM__DEBUG belongs to a group, the other names to none. */
function yamlKey(name: string): string {
  const [group, field] = name.toLowerCase().split('__');
  return field ? `${group}:\n  ${field}: ` : `${group}: `;
}
