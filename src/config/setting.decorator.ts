import 'reflect-metadata';
import type { Kind } from './kinds/kind.js';
import { list } from './kinds/list.js';
import { boolean, number, text, verbatim } from './kinds/scalars.js';

export interface SettingOptions {
  /** One line for whoever runs the server. */
  meaning: string;
  /** Other names that are as good as ours. */
  names?: string[];
  /** Names of the systems that this one replaces: still read, with a notice. */
  deprecated?: string[];
  /** `url`: only its password is. */
  secret?: boolean | 'url';
  /** Where the property's type does not say how its values are written. */
  as?: Kind;
  /** What the documentation says where the default is not one value. */
  defaultIs?: string;
}

export interface SettingDescription extends SettingOptions {
  property: string;
  /** The last part of its path: `api_prefix`. */
  field: string;
  kind: Kind;
}

const SETTINGS = Symbol('settings');

/** Makes a property of a group one that can be set: `apiPrefix` of `server` is `server.api_prefix`. */
export function Setting(options: SettingOptions): PropertyDecorator {
  return (target, property) => {
    const described = settingsOf(target.constructor as SettingsClass);
    const type: unknown = Reflect.getMetadata('design:type', target, property);
    const kind = options.as ?? (options.secret === true && type === String ? verbatim : kindOf(type));
    const name = String(property);
    Reflect.defineMetadata(
      SETTINGS,
      [...described, { ...options, property: name, field: snakeCase(name), kind }],
      target.constructor,
    );
  };
}

export type SettingsClass<T extends object = object> = new () => T;

export function settingsOf(group: SettingsClass): SettingDescription[] {
  return (Reflect.getMetadata(SETTINGS, group) as SettingDescription[] | undefined) ?? [];
}

export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function kindOf(type: unknown): Kind {
  if (type === Number) return number;
  if (type === Boolean) return boolean;
  return type === Array ? list : text;
}
