import type { SettingDescription } from '../setting.decorator.js';

export const MASK = '********';

/** The value as it may be shown; `–` where there is none. */
export function shown(setting: SettingDescription, value: unknown): string {
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) {
    return Array.isArray(value) && !setting.secret ? '[]' : '–';
  }
  if (setting.secret === true) return MASK;
  const text = setting.kind.write(value);
  return setting.secret === 'url' ? maskUrl(text) : text;
}

/** Up to the last `@`: a password may hold one that nobody encoded. */
export function maskUrl(url: string): string {
  return url
    .replace(/(:\/\/[^:/?#@]*:).*@/, `$1${MASK}@`)
    .replace(/([?&][^=&]*(?:password|token|key|secret)[^=&]*=)[^&]*/gi, `$1${MASK}`);
}
