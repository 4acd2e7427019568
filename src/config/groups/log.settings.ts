import { oneOf } from '../kinds/scalars.js';
import { Setting } from '../setting.decorator.js';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const LOG_FORMATS = ['json', 'pretty'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

export class LogSettings {
  @Setting({
    names: ['LOG_LEVEL'],
    as: oneOf(LOG_LEVELS, { warning: 'warn', critical: 'fatal' }),
    meaning: `The least that is logged: ${LOG_LEVELS.join(', ')}.`,
  })
  readonly level: LogLevel = 'info';

  @Setting({
    names: ['LOG_FORMAT'],
    as: oneOf(LOG_FORMATS, { structured: 'json' }),
    defaultIs: '`json` (`pretty` on a terminal)',
    meaning: 'json, a line each, or pretty for people; unset, pretty on a terminal.',
  })
  readonly format: LogFormat = 'json';

  @Setting({ names: ['LOG_FILE'], meaning: 'File to log to instead of standard output.' })
  readonly file?: string;
}
