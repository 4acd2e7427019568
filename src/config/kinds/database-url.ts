import { type Kind, oneLine, Unreadable } from './kind.js';

/** `sqlite:<file>`, `sqlite::memory:` or `postgres://…`; SQLAlchemy's forms of these are understood. */
export const databaseUrl: Kind<string> = {
  read(written) {
    const line = oneLine(written);
    const url = fromSqlAlchemySqlite(line) ?? fromPostgres(line) ?? (/^sqlite:(?!\/\/)./.test(line) ? line : undefined);
    if (url === undefined) {
      throw Unreadable.at(
        written.place,
        'must be sqlite:<file>, sqlite::memory: or postgres://user:password@host/name',
      );
    }
    return url;
  },
  write: (value) => value,
};

/** Three slashes precede a relative file, four an absolute one, and no file at all is memory. */
function fromSqlAlchemySqlite(url: string): string | undefined {
  const file = /^sqlite(?:\+\w+)?:\/\/(\/[^?]*)?(?:\?.*)?$/.exec(url);
  if (!file) return undefined;
  const path = (file[1] ?? '').slice(1);
  return path === '' || path === ':memory:' ? 'sqlite::memory:' : `sqlite:${path}`;
}

/** The driver after `+` is Python's business; `ssl=` is how asyncpg says `sslmode=`. */
function fromPostgres(url: string): string | undefined {
  const rest = /^postgres(?:ql)?(?:\+\w+)?:\/\/(.+)$/.exec(url)?.[1];
  if (rest === undefined) return undefined;
  const own = `postgres://${rest}`.replace(/([?&])ssl=(?=disable|allow|prefer|require|verify)/, '$1sslmode=');
  return URL.canParse(own) ? own : undefined;
}
