import { parse } from 'dotenv';
import { type Given, isEmpty, type Source, sourceOf, textAt } from './written.js';

/** dotenv's own grammar of one statement: the package reads values but does not say on which line they stand. */
const STATEMENT =
  /^[^\S\n]*(?:export[^\S\n]+)?([\w.-]+)(?:[^\S\n]*=[^\S\n]*|:[^\S\n]+)('(?:\\'|[^'])*'|"(?:\\"|[^"])*"|`(?:\\`|[^`])*`|[^\n]*)/gm;

/** dotenv ends `a#b` at the `#`, other readers do not: half a password must not pass for the whole. */
const HASH_IN_VALUE = /^[^'"`\s#][^\s#]*#/;

export function readDotenv(content: string, label = '.env'): Source {
  const text = content.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const given: Given[] = [];
  for (const statement of text.matchAll(STATEMENT)) {
    const [whole, name = '', raw = ''] = statement;
    const value = parse(whole)[name] ?? '';
    if (isEmpty(value)) continue;
    const line = text.slice(0, statement.index).split('\n').length;
    const problem = HASH_IN_VALUE.test(raw)
      ? 'has a # in its value: put the value in quotes, or a space before the #'
      : undefined;
    given.push({ key: name, name, written: textAt(`${label}:${line}`, value), problem });
  }
  return sourceOf(label, given);
}
