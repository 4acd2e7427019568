import { boolean } from '../kinds/scalars.js';
import { tryToRead } from '../reading/read-fields.js';
import { type Composite, saying, strongest } from './composite.js';

const NAMES = ['API_DEBUG', 'OLLAMA_DEBUG', 'LLM__DEBUG'];

/** Each raises the level to debug, whatever level stands beside it; a stronger source can still lower it. */
export const debugSwitches: Composite = {
  names: Object.fromEntries(NAMES.map((name) => [name, 'log.level'])),
  deprecated: true,
  derive(sources) {
    const level = strongest(sources, 'LOG__LEVEL') ?? strongest(sources, 'LOG_LEVEL');
    return NAMES.flatMap((name) => {
      const found = strongest(sources, name);
      if (!found) return [];
      const on = tryToRead(() => boolean.read(found.written));
      if ('problems' in on) return [{ ...saying('log.level', found, '', 'must be true or false'), overrides: true }];
      if (!on.value || level?.text.toLowerCase() === 'trace') return [];
      return [{ ...saying('log.level', found, 'debug'), overrides: true }];
    });
  },
};
