import { faultsOf, load } from '../../../test/support/settings-directory.js';

const databaseOf = (dotenv: string, env = {}) => load({ '.env': dotenv }, env).settings.database.url;
const hostOf = (dotenv: string, env = {}) => load({ '.env': dotenv }, env).settings.llm.host;
const levelOf = (dotenv: string, env = {}) => load({ '.env': dotenv }, env).settings.log.level;

describe('HISTORY_STORAGE_TYPE', () => {
  it('decides which of its companions counts', () => {
    const others = 'HISTORY_FILE_PATH=./chats/\nHISTORY_DB_URL=postgresql://u:p@h/d\n';
    expect(databaseOf(`${others}HISTORY_STORAGE_TYPE=memory`)).toBe('sqlite::memory:');
    expect(databaseOf(`${others}HISTORY_STORAGE_TYPE=file`)).toBe('sqlite:./chats/parley.db');
    expect(databaseOf(`${others}HISTORY_STORAGE_TYPE=database`)).toBe('postgres://u:p@h/d');
    expect(databaseOf('HISTORY_STORAGE_TYPE=file')).toBe('sqlite:./data/conversations/parley.db');
    expect(databaseOf('HISTORY_FILE_PATH=./chats')).toBe('sqlite:./data/parley.db');
  });

  it('is put together from several sources', () => {
    expect(databaseOf('HISTORY_FILE_PATH=./chats', { HISTORY_STORAGE_TYPE: 'file' })).toBe('sqlite:./chats/parley.db');
  });

  it('must not contradict another name, nor lack what it needs', () => {
    expect(faultsOf({ '.env': 'DATABASE_URL=sqlite:a.db\nHISTORY_STORAGE_TYPE=memory' })).toEqual([
      '.env:1, .env:2: DATABASE_URL and HISTORY_STORAGE_TYPE name one setting, database.url, and differ',
    ]);
    expect(faultsOf({ '.env': 'HISTORY_STORAGE_TYPE=database' })).toEqual([
      '.env:1: HISTORY_STORAGE_TYPE (database.url) is database, which needs HISTORY_DB_URL',
    ]);
    expect(faultsOf({ '.env': 'HISTORY_STORAGE_TYPE=cloud' })).toEqual([
      '.env:1: HISTORY_STORAGE_TYPE (database.url) must be memory, file or database',
    ]);
    expect(databaseOf('HISTORY_STORAGE_TYPE=database\nDATABASE_URL=sqlite:a.db')).toBe('sqlite:a.db');
  });
});

describe('the parts of an address', () => {
  const parts =
    'CHAT_LLM_API_SCHEME=https\nCHAT_LLM_API_HOST=gpu\nCHAT_LLM_API_PORT=9090\nCHAT_LLM_API_PATH_PREFIX=/x/v1\n';

  it('are put together, from several sources too', () => {
    expect(hostOf(parts)).toBe('https://gpu:9090/x/v1');
    expect(hostOf(parts, { CHAT_LLM_API_PORT: '1' })).toBe('https://gpu:1/x/v1');
    expect(hostOf('CHAT_LLM_API_HOST=')).toBeUndefined();
  });

  it('count for nothing beside the whole', () => {
    expect(hostOf(`${parts}CHAT_LLM_API_BASE=http://a/v1`)).toBe('http://a/v1');
    expect(hostOf('CHAT_LLM_API_BASE=http://a/v1', { CHAT_LLM_API_PORT: '1' })).toBe('http://a/v1');
  });

  it('must not contradict LLM__HOST in one source', () => {
    expect(faultsOf({ '.env': 'LLM__HOST=http://a\nCHAT_LLM_API_PORT=1' })).toEqual([
      '.env:1, .env:2: LLM__HOST and CHAT_LLM_API_PORT name one setting, llm.host, and differ',
    ]);
    expect(hostOf('CHAT_LLM_API_PORT=1', { LLM__HOST: 'http://a' })).toBe('http://a/v1');
  });

  it.each(['CHAT_LLM_API_SCHEME=ftp', 'CHAT_LLM_API_HOST=a/b', 'CHAT_LLM_API_PORT=65536'])('%s is none', (line) => {
    const [name] = line.split('=');
    expect(faultsOf({ '.env': line })).toEqual([`.env:1: ${name} (llm.host) is no such part of an address`]);
  });
});

describe('a debug switch', () => {
  it('raises the level, unless it is off or a stronger source speaks', () => {
    expect(levelOf('API_DEBUG=true\nLOG_LEVEL=INFO')).toBe('debug');
    expect(levelOf('API_DEBUG=False\nLOG_LEVEL=ERROR')).toBe('error');
    expect(levelOf('API_DEBUG=true', { LOG_LEVEL: 'error' })).toBe('error');
    expect(levelOf('LOG_LEVEL=error', { OLLAMA_DEBUG: '1' })).toBe('debug');
    expect(levelOf('API_DEBUG=true', { API_DEBUG: '0' })).toBe('info');
    expect(levelOf('LLM__DEBUG=true\nLOG_LEVEL=trace')).toBe('trace');
    expect(faultsOf({ '.env': 'API_DEBUG=loud' })).toEqual(['.env:1: API_DEBUG (log.level) must be true or false']);
  });
});

describe('USERNAME and PASSWORD', () => {
  it('make the first admin when both stand in a file', () => {
    const both = 'USERNAME=admin\nPASSWORD=kestrel-7';
    expect(load({ '.env': both }).settings.auth).toMatchObject({
      bootstrapUsername: 'admin',
      bootstrapPassword: 'kestrel-7',
    });
    expect(load({ '.env': both }, { USERNAME: 'me' }).settings.auth.bootstrapUsername).toBe('admin');
    const yaml =
      'host: 0.0.0.0\nport: 8001\nusername: admin\npassword: 0123\nllm: {max_tokens: 512, timeout_seconds: 120}\n';
    const { settings } = load({ 'resources/config.local.yaml': yaml });
    expect(settings.auth).toMatchObject({ bootstrapUsername: 'admin', bootstrapPassword: '0123' });
    expect(settings).toMatchObject({
      server: { port: 8001 },
      llm: { maxTokens: 512 },
      providers: { timeoutSeconds: 120 },
    });
  });

  it('say nothing alone, or in the environment', () => {
    expect(load({ '.env': 'USERNAME=admin' }).settings.auth.bootstrapUsername).toBeUndefined();
    expect(load({}, { USERNAME: 'me', PASSWORD: 'x' }).settings.auth.bootstrapUsername).toBeUndefined();
    expect(load({ '.env': 'PASSWORD=x' }, { USERNAME: 'me' }).settings.auth.bootstrapUsername).toBeUndefined();
  });
});
