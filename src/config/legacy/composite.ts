import type { Given, Source } from '../sources/written.js';

/** Names that say a setting only together, or only with some thought. */
export interface Composite {
  /** Each name, and the path of the setting that it is about. */
  names: Readonly<Record<string, string>>;
  deprecated: boolean;
  /** Sources come strongest first. */
  derive(sources: readonly Source[]): Derived[];
}

/** What a composite makes of what was given: a value as if the source had said it. */
export interface Derived {
  path: string;
  source: Source;
  given: Given;
  /** Wins over other names in its source instead of contradicting them. */
  overrides?: boolean;
}

export interface Found extends Given {
  source: Source;
  text: string;
}

/** The strongest source's value of a name, where it is a single one. */
export function strongest(sources: readonly Source[], name: string): Found | undefined {
  for (const source of sources) {
    const given = source.given.get(name);
    if (given?.written.kind === 'text') return { ...given, source, text: given.written.text.trim() };
  }
  return undefined;
}

/** `found`, as if it had said `text`. */
export function saying(path: string, found: Found, text: string, problem = found.problem): Derived {
  const { key, name, written, source } = found;
  return { path, source, given: { key, name, written: { kind: 'text', text, place: written.place }, problem } };
}
