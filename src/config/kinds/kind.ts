import type { Written } from '../sources/written.js';

/** How the values of a setting are written down. */
export interface Kind<T = unknown> {
  /** Throws `Unreadable`. */
  read(written: Written): T;
  /** In the words that `read` takes. */
  write(value: T): string;
  /** Too rich for one line, hence for the environment. */
  yamlOnly?: boolean;
}

export interface Problem {
  /** Within the setting, as `[0].type`; empty for the setting itself. */
  at: string;
  place: string;
  statement: string;
}

export class Unreadable extends Error {
  constructor(readonly problems: Problem[]) {
    super(problems.map(({ at, statement }) => `${at} ${statement}`.trim()).join('; '));
  }

  static at(place: string, statement: string): Unreadable {
    return new Unreadable([{ at: '', place, statement }]);
  }
}

/** The text of a value that is one line; lists and groups are not. */
export function oneLine(written: Written): string {
  if (written.kind !== 'text') throw Unreadable.at(written.place, 'must be a single value');
  return written.text.trim();
}
