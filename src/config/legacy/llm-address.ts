import { type Composite, saying, strongest } from './composite.js';

const DEFAULTS = {
  CHAT_LLM_API_SCHEME: 'http',
  CHAT_LLM_API_HOST: '127.0.0.1',
  CHAT_LLM_API_PORT: '8080',
  CHAT_LLM_API_PATH_PREFIX: '/v1',
};
const NAMES = Object.keys(DEFAULTS) as (keyof typeof DEFAULTS)[];

/** The parts of an address, of which any may be left out; they count for nothing where the whole address is given. */
export const llmAddress: Composite = {
  names: Object.fromEntries(NAMES.map((name) => [name, 'llm.host'])),
  deprecated: true,
  derive(sources) {
    const parts = NAMES.map((name) => strongest(sources, name)).filter((part) => part !== undefined);
    const first = sources.flatMap((source) => parts.find((part) => part.source === source) ?? [])[0];
    if (!first || strongest(sources, 'CHAT_LLM_API_BASE')) return [];
    const {
      CHAT_LLM_API_SCHEME: scheme,
      CHAT_LLM_API_HOST: host,
      ...rest
    } = {
      ...DEFAULTS,
      ...Object.fromEntries(parts.map(({ key, text }) => [key, text])),
    };
    const path = rest.CHAT_LLM_API_PATH_PREFIX.replace(/^\/*/, '/');
    const port = rest.CHAT_LLM_API_PORT;
    const bad = parts.find(({ key, text, problem }) => problem !== undefined || !isPart(key, text));
    if (bad)
      return [saying('llm.host', { ...bad, source: first.source }, '', bad.problem ?? 'is no such part of an address')];
    return [saying('llm.host', first, `${scheme}://${host}:${port}${path}`)];
  },
};

function isPart(key: string, text: string): boolean {
  if (key === 'CHAT_LLM_API_SCHEME') return /^https?$/i.test(text);
  if (key === 'CHAT_LLM_API_PORT') return /^\d{1,5}$/.test(text) && Number(text) <= 65535;
  return key === 'CHAT_LLM_API_PATH_PREFIX' || /^[^/:@\s]+$|^\[[\da-f:]+\]$/i.test(text);
}
