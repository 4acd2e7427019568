import { type CataloguedSetting, SETTING_BY_KEY } from '../catalogue.js';
import type { Faults } from '../faults.js';
import type { Derived } from '../legacy/composite.js';
import { type Problem, Unreadable } from '../kinds/kind.js';
import type { Given, Source } from '../sources/written.js';
import { type Attempt, tryToRead } from './read-fields.js';

export interface Chosen {
  given: Given;
  /** Absent where the value could not be read, which has then been reported. */
  value?: unknown;
}

/**
 * The value of the strongest source that gives one, and everything else that was given for it. Names that contradict each
 * other are reported wherever they stand; a value that another hides may be wrong.
 */
export function chooseValue(
  setting: CataloguedSetting,
  sources: readonly Source[],
  derived: readonly Derived[],
  faults: Faults,
): { chosen?: Chosen; given: Given[] } {
  let chosen: Chosen | undefined;
  const all: Given[] = [];
  for (const source of sources) {
    const given = givenIn(source, setting, derived);
    const attempts = given.map((one) => readGiven(setting, one));
    const values = attempts.flatMap((attempt) => ('value' in attempt ? [attempt.value] : []));
    if (new Set(values.map((value) => JSON.stringify(value))).size > 1) {
      const places = [...new Set(given.map((one) => one.written.place))].join(', ');
      faults.add(places, `${given.map((one) => one.name).join(' and ')} name one setting, ${setting.path}, and differ`);
    }
    if (!chosen && given[0]) {
      chosen = { given: given[0], value: values[0] };
      attempts.forEach((attempt, index) => {
        for (const problem of 'problems' in attempt ? attempt.problems : []) report(given[index]!, problem, faults);
      });
    }
    all.push(...given);
  }
  return { chosen, given: all };
}

function givenIn(source: Source, setting: CataloguedSetting, derived: readonly Derived[]): Given[] {
  const composed = derived.filter((one) => one.source === source && one.path === setting.path);
  const overriding = composed.filter((one) => one.overrides);
  if (overriding.length > 0) return overriding.map((one) => one.given);
  const names = [setting.key, ...(setting.names ?? []), ...(setting.deprecated ?? [])];
  return [...names.flatMap((name) => source.given.get(name) ?? []), ...composed.map((one) => one.given)];
}

function readGiven({ kind }: CataloguedSetting, { written, problem }: Given): Attempt<unknown> {
  return tryToRead(() => {
    if (problem) throw Unreadable.at(written.place, problem);
    return kind.read(written);
  });
}

function report(given: Given, { at, place, statement }: Problem, faults: Faults): void {
  faults.add(place, `${nameOf(given)}${at} ${statement}`);
}

/** As it was written; with its path where that is another name. */
export function nameOf({ key, name }: Given): string {
  const setting = SETTING_BY_KEY.get(key);
  return !setting || setting.key === key ? name : `${name} (${setting.path})`;
}
