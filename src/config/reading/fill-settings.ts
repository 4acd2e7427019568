import { CATALOGUE, type CataloguedSetting, GROUPS, isDeprecated } from '../catalogue.js';
import type { Faults } from '../faults.js';
import { COMPOSITES } from '../legacy/composites.js';
import { Settings } from '../settings.js';
import type { Given, Source } from '../sources/written.js';
import { chooseValue, nameOf } from './choose-value.js';
import { invalidProperties } from './read-fields.js';

export interface Filled {
  settings: Settings;
  /** What was given for each path that was given. */
  chosen: ReadonlyMap<string, Given>;
  /** One for each old name in use. */
  notices: string[];
}

export function fillSettings(sources: readonly Source[], faults: Faults): Filled {
  const settings = new Settings();
  const chosen = new Map<string, Given>();
  const unreadable = new Set<string>();
  const notices = new Map<string, string>();
  const derived = COMPOSITES.flatMap((composite) => composite.derive(sources));

  for (const setting of CATALOGUE) {
    const { chosen: choice, given } = chooseValue(setting, sources, derived, faults);
    for (const one of given) {
      if (isDeprecated(one.key) && !notices.has(one.key)) notices.set(one.key, oldName(setting, one));
    }
    if (!choice) continue;
    chosen.set(setting.path, choice.given);
    if (choice.value === undefined) unreadable.add(setting.path);
    else Object.assign(settings[setting.group], { [setting.property]: choice.value });
  }
  for (const group of GROUPS) {
    for (const [property, statement] of invalidProperties(settings[group])) {
      const setting = CATALOGUE.find((one) => one.group === group && one.property === property);
      if (!setting || unreadable.has(setting.path)) continue;
      const given = chosen.get(setting.path);
      faults.add(given?.written.place ?? 'default', `${given ? nameOf(given) : setting.path} ${statement}`);
    }
  }
  return { settings, chosen, notices: [...notices.values()] };
}

function oldName({ key, path }: CataloguedSetting, { name, written }: Given): string {
  return `${written.place}: ${name} is an old name; today's is ${key} (${path} in YAML)`;
}
