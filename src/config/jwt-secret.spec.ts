import fs, { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { directoryOf } from '../../test/support/settings-directory.js';
import { keptJwtSecret } from './jwt-secret.js';
import { loadSettings } from './load-settings.js';

describe('the secret made at first start', () => {
  afterEach(() => jest.restoreAllMocks());

  it('is 32 random bytes that only the owner can read, and stays', () => {
    const cwd = directoryOf();
    const { settings, origins } = loadSettings({ env: {}, cwd });
    expect(Buffer.from(settings.auth.jwtSecret, 'base64url')).toHaveLength(32);
    expect(origins.get('auth.jwt_secret')).toBe('data/jwt-secret');
    expect(statSync(join(cwd, 'data/jwt-secret')).mode & 0o777).toBe(0o600);
    expect(loadSettings({ env: {}, cwd }).settings.auth.jwtSecret).toBe(settings.auth.jwtSecret);
    expect(loadSettings({ env: {}, cwd: directoryOf() }).settings.auth.jwtSecret).not.toBe(settings.auth.jwtSecret);
  });

  it('is the same for processes that start together', () => {
    const cwd = directoryOf();
    const { linkSync } = fs;
    jest.spyOn(fs, 'linkSync').mockImplementationOnce((from, to) => {
      writeFileSync(to, "the other's\n");
      linkSync(from, to);
    });
    expect(keptJwtSecret(cwd)).toBe("the other's");
    expect(readdirSync(join(cwd, 'data'))).toEqual(['jwt-secret']);
  });

  it('is not made where one is configured, where the settings are not valid, or where one only looks', () => {
    const cwd = directoryOf();
    loadSettings({ env: { AUTH__JWT_SECRET: 'x' }, cwd });
    expect(() => loadSettings({ env: { PORT: 'x' }, cwd })).toThrow();
    loadSettings({ env: {}, cwd, makeSecret: false });
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('is a fault where it has been spoilt, or cannot be kept', () => {
    expect(() => loadSettings({ env: {}, cwd: directoryOf({ 'data/jwt-secret': '' }) })).toThrow(
      'data/jwt-secret: is shorter than 32 bytes: delete it, and a new one is made',
    );
    expect(() => loadSettings({ env: {}, cwd: directoryOf({ data: 'a file' }) })).toThrow(
      /data\/jwt-secret: cannot be kept \(\w+\): set auth.jwt_secret/,
    );
  });
});
