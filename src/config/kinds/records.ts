import { type Kind, Unreadable } from './kind.js';
import type { SettingsClass } from '../setting.decorator.js';
import { readEach, readFields } from '../reading/read-fields.js';

/** A list of described objects. */
export function records<T extends object>(of: SettingsClass<T>): Kind<T[]> {
  return {
    yamlOnly: true,
    read(written) {
      if (written.kind !== 'list') throw Unreadable.at(written.place, 'must be a list, which only YAML can hold');
      return readEach(written.items, (item) => {
        if (item.kind !== 'fields') throw Unreadable.at(item.place, 'must be names with values');
        return readFields(of, item);
      });
    },
    write: (value) => JSON.stringify(value),
  };
}
