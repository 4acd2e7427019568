import { CATALOGUE, type CataloguedSetting } from '../catalogue.js';
import { ProviderSettings } from '../groups/provider.settings.js';
import type { LoadedSettings } from '../load-settings.js';
import { settingsOf } from '../setting.decorator.js';
import { shown } from './mask.js';

/** The settings in force, one a line with its source. Fit to be pasted into a bug report: secrets are masked. */
export function renderTree({ settings, origins }: LoadedSettings): string {
  const rows = CATALOGUE.flatMap((setting) => {
    const value: unknown = Reflect.get(settings[setting.group], setting.property);
    const origin = origins.get(setting.path) ?? 'default';
    return setting.kind.yamlOnly ? rowsOf(setting, value, origin) : [[setting.path, shown(setting, value), origin]];
  });
  const [paths, values] = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map(([path, value, origin]) => `${path!.padEnd(paths!)}  ${value!.padEnd(values!)}  ${origin}`)
    .join('\n');
}

/** `providers.list` is the one list of objects. */
function rowsOf({ path }: CataloguedSetting, value: unknown, origin: string): string[][] {
  const items = value as ProviderSettings[];
  if (items.length === 0) return [[path, '[]', origin]];
  return items.flatMap((item, index) =>
    settingsOf(ProviderSettings).flatMap((setting) => {
      const inner: unknown = Reflect.get(item, setting.property);
      return inner === undefined ? [] : [[`${path}[${index}].${setting.field}`, shown(setting, inner), origin]];
    }),
  );
}
