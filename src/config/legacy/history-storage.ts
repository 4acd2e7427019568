import { type Composite, saying, strongest } from './composite.js';

const URL_NAMES = ['DATABASE__URL', 'DATABASE_URL', 'CHAT_DATABASE_URL'];

/** The type decides; the names of the types not chosen say nothing, as before. */
export const historyStorage: Composite = {
  names: { HISTORY_DB_URL: 'database.url', HISTORY_STORAGE_TYPE: 'database.url', HISTORY_FILE_PATH: 'database.url' },
  deprecated: true,
  derive(sources) {
    const type = strongest(sources, 'HISTORY_STORAGE_TYPE');
    const url = strongest(sources, 'HISTORY_DB_URL');
    const path = 'database.url';
    if (!type) return url ? [saying(path, url, url.text)] : [];
    switch (type.text.toLowerCase()) {
      case 'memory':
        return [saying(path, type, 'sqlite::memory:')];
      case 'file': {
        const directory = strongest(sources, 'HISTORY_FILE_PATH')?.text ?? './data/conversations';
        return [saying(path, type, `sqlite:${directory.replace(/\/+$/, '')}/parley.db`)];
      }
      case 'database':
        if (url) return [saying(path, url, url.text)];
        if (URL_NAMES.some((name) => strongest(sources, name))) return [];
        return [saying(path, type, '', 'is database, which needs HISTORY_DB_URL')];
      default:
        return [saying(path, type, '', 'must be memory, file or database')];
    }
  },
};
