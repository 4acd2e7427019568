import { CATALOGUE, GROUPS, SETTING_BY_KEY } from '../catalogue.js';
import type { Faults } from '../faults.js';
import { nearestName } from '../nearest-name.js';
import type { Given, Source } from '../sources/written.js';

/** Groups of the design that nothing reads yet. To accept them in silence would be a lie. */
const NOT_YET = ['metrics', 'redis', 'openrouter', 'mcp', 'memory', 'model', 'history', 'surfaces', 'socket', 'search'];
/** What a key of YAML may be outside of any group. */
const OUTSIDE_GROUPS = [...GROUPS, ...[...SETTING_BY_KEY.keys()].filter((key) => !key.includes('__')).map(lowerCase)];

const SECTIONS: ReadonlySet<string> = new Set([...GROUPS, ...NOT_YET]);

/** Whatever looks like a setting and is none: most likely a slip of the pen, whose effect would be missed. */
export function reportUnknownNames(sources: readonly Source[], faults: Faults): void {
  for (const source of sources) {
    for (const given of source.given.values()) {
      if (SETTING_BY_KEY.has(given.key)) continue;
      if (source.ours) faults.add(given.written.place, unknownKey(given));
      else if (SECTIONS.has(sectionOf(given.key))) faults.add(given.written.place, unknownVariable(given));
    }
  }
}

function sectionOf(key: string): string {
  return /^([a-z]+)__./i.exec(key)?.[1]?.toLowerCase() ?? '';
}

function unknownVariable({ name }: Given): string {
  const nearest = nearestName(
    name,
    CATALOGUE.filter(({ kind }) => !kind.yamlOnly).map(({ key }) => key),
  );
  return `${name} is not a setting; the nearest name is ${nearest}`;
}

function unknownKey({ name }: Given): string {
  if (GROUPS.some((group) => group === name)) return `${name} must be a group of settings`;
  const nearest = nearestName(name, name.includes('.') ? CATALOGUE.map(({ path }) => path) : OUTSIDE_GROUPS);
  return `${name} is not a setting; the nearest name is ${nearest}`;
}

function lowerCase(key: string): string {
  return key.toLowerCase();
}
