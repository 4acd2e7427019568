import fc from 'fast-check';
import { textAt } from '../sources/written.js';
import { byteSize } from './byte-size.js';
import { databaseUrl } from './database-url.js';
import { type Kind, Unreadable } from './kind.js';
import { list } from './list.js';
import { boolean, number } from './scalars.js';
import { trustedProxies } from './trusted-proxies.js';
import { apiBase, pathPrefix, webAddress } from './web-address.js';

const read = <T>(kind: Kind<T>, text: string) => kind.read(textAt('here', text));

describe('what is written can be read again', () => {
  const items = fc.array(
    fc
      .string({ minLength: 1 })
      .map((text) => text.trim())
      .filter((text) => text !== ''),
  );

  it('lists', () => fc.assert(fc.property(items, (value) => expect(read(list, list.write(value))).toEqual(value))));
  it('sizes', () =>
    fc.assert(fc.property(fc.nat(), (value) => expect(read(byteSize, byteSize.write(value))).toBe(value))));
  it('numbers', () =>
    fc.assert(fc.property(fc.integer(), (value) => expect(read(number, number.write(value))).toBe(value))));
});

it.each<[Kind, string, unknown]>([
  [boolean, 'YES', true],
  [boolean, 'off', false],
  [byteSize, '1MB', 1048576],
  [byteSize, '1.5 kb', 1536],
  [byteSize, '10b', 10],
  [byteSize, '10', 10],
  [trustedProxies, 'false', false],
  [trustedProxies, '0', false],
  [trustedProxies, '2', 2],
  [trustedProxies, 'loopback, 10.0.0.0/8,fd00::/8,192.168.0.1', ['loopback', '10.0.0.0/8', 'fd00::/8', '192.168.0.1']],
  [pathPrefix, '/', ''],
  [pathPrefix, 'chat//api/', '/chat/api'],
  [webAddress, 'localhost:11434/', 'http://localhost:11434'],
  [webAddress, 'https://[::1]:1/x', 'https://[::1]:1/x'],
  [apiBase, 'http://localhost:1234', 'http://localhost:1234/v1'],
  [apiBase, 'http://localhost:1234/v1/', 'http://localhost:1234/v1'],
  [apiBase, 'https://host/api/v3', 'https://host/api/v3'],
  [apiBase, 'https://host/v1beta/openai', 'https://host/v1beta/openai'],
  [apiBase, 'https://host/gateway', 'https://host/gateway/v1'],
  [databaseUrl, 'sqlite:./data/a.db', 'sqlite:./data/a.db'],
  [databaseUrl, 'sqlite::memory:', 'sqlite::memory:'],
  [databaseUrl, 'sqlite://', 'sqlite::memory:'],
  [databaseUrl, 'sqlite:///:memory:', 'sqlite::memory:'],
  [databaseUrl, 'sqlite:///./app.db', 'sqlite:./app.db'],
  [databaseUrl, 'sqlite:///app.db?check_same_thread=false', 'sqlite:app.db'],
  [databaseUrl, 'sqlite:////var/app.db', 'sqlite:/var/app.db'],
  [databaseUrl, 'sqlite+aiosqlite:///./app.db', 'sqlite:./app.db'],
  [databaseUrl, 'postgresql://u:p@h:5432/d', 'postgres://u:p@h:5432/d'],
  [databaseUrl, 'postgresql+psycopg2://u:p@h/d?sslmode=require', 'postgres://u:p@h/d?sslmode=require'],
  [databaseUrl, 'postgresql+asyncpg://u:p@h/d?ssl=require', 'postgres://u:p@h/d?sslmode=require'],
  [databaseUrl, 'postgres://u:p@h/d', 'postgres://u:p@h/d'],
])('%# reads %s', (kind, text, value) => expect(read(kind, text)).toEqual(value));

it.each<[Kind, string]>([
  [boolean, 'maybe'],
  [number, '1e3'],
  [number, '0x10'],
  [byteSize, '1m'],
  [byteSize, '-1'],
  [trustedProxies, 'true'],
  [trustedProxies, '10.0.0.0/33'],
  [trustedProxies, '10.1'],
  [list, '["a"'],
  [list, '[1]'],
  [pathPrefix, 'a b'],
  [webAddress, 'ftp://x'],
  [webAddress, 'http://'],
  [databaseUrl, 'mysql://h/d'],
  [databaseUrl, 'sqlite:'],
  [databaseUrl, 'sqlite://app.db'],
  [databaseUrl, './app.db'],
])('%# does not read %s', (kind, text) => expect(() => read(kind, text)).toThrow(Unreadable));
