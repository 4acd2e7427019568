import { isEmpty, type Source, sourceOf, textAt } from './written.js';

/** Shells set these to whoever logged in; as settings they count in files only. */
const SET_BY_SHELLS = new Set(['USERNAME', 'PASSWORD']);

export type Environment = Readonly<Record<string, string | undefined>>;

export function readEnvironment(env: Environment): Source {
  const given = Object.entries(env).flatMap(([name, text]) =>
    text === undefined || isEmpty(text) || SET_BY_SHELLS.has(name)
      ? []
      : [{ key: name, name, written: textAt('environment', text) }],
  );
  return sourceOf('environment', given);
}
