import type { Written } from '../sources/written.js';
import { type Kind, oneLine, Unreadable } from './kind.js';

/** An http address without a slash at its end; `localhost:11434` is one, too. */
export const webAddress: Kind<string> = { read: addressOf, write: (value) => value };

/** The base of an OpenAI-compatible server: `/v1` is added unless the path names a version of its own. */
export const apiBase: Kind<string> = {
  read(written) {
    const address = addressOf(written);
    return /\/v\d[^/]*(\/|$)/.test(new URL(address).pathname) ? address : `${address}/v1`;
  },
  write: (value) => value,
};

/** `/api`; `/` alone is no prefix. */
export const pathPrefix: Kind<string> = {
  read(written) {
    const path = `/${oneLine(written)}`.replace(/\/+/g, '/').replace(/\/$/, '');
    if (/^(\/[\w.~-]+)*$/.test(path)) return path;
    throw Unreadable.at(written.place, 'must be a path such as /api');
  },
  write: (value) => value || '/',
};

function addressOf(written: Written): string {
  const line = oneLine(written);
  const address = (line.includes('://') ? line : `http://${line}`).replace(/\/+$/, '');
  if (/^https?:\/\/[^/]/i.test(address) && URL.canParse(address)) return address;
  throw Unreadable.at(written.place, 'must be an address such as http://localhost:8080');
}
