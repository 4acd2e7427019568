import { COMPOSITES } from './legacy/composites.js';
import { type SettingDescription, type SettingsClass, settingsOf } from './setting.decorator.js';
import { type GroupName, Settings } from './settings.js';

/** A setting with its place in the tree. */
export interface CataloguedSetting extends SettingDescription {
  group: GroupName;
  /** `server.api_prefix` */
  path: string;
  /** `SERVER__API_PREFIX` */
  key: string;
  /** Every other name that it is read by, alone or with others. */
  otherNames: string[];
}

export const GROUPS = Object.keys(new Settings()) as GroupName[];

export const CATALOGUE: readonly CataloguedSetting[] = GROUPS.flatMap((group) =>
  settingsOf(new Settings()[group].constructor as SettingsClass).map((setting) => {
    const path = `${group}.${setting.field}`;
    return { ...setting, group, path, key: keyOf(path), otherNames: otherNames(path, setting) };
  }),
);

/** Which setting a name in the manner of the environment belongs to. */
export const SETTING_BY_KEY: ReadonlyMap<string, CataloguedSetting> = new Map(
  CATALOGUE.flatMap((setting) => [setting.key, ...setting.otherNames].map((key) => [key, setting] as const)),
);

const DEPRECATED = new Set([
  ...CATALOGUE.flatMap(({ deprecated }) => deprecated ?? []),
  ...COMPOSITES.filter(({ deprecated }) => deprecated).flatMap(({ names }) => Object.keys(names)),
]);

export function isDeprecated(key: string): boolean {
  return DEPRECATED.has(key);
}

function keyOf(path: string): string {
  return path.replace('.', '__').toUpperCase();
}

function otherNames(path: string, { names = [], deprecated = [] }: SettingDescription): string[] {
  const composed = COMPOSITES.flatMap((composite) => Object.entries(composite.names));
  return [...names, ...deprecated, ...composed.filter(([, meant]) => meant === path).map(([name]) => name)];
}
