import type { Written } from '../sources/written.js';
import { type Kind, oneLine, Unreadable } from './kind.js';

/** A sequence in YAML; in one line separated by commas, or JSON where an item holds a comma. */
export const list: Kind<string[]> = {
  read(written) {
    if (written.kind === 'list') return written.items.map(oneLine);
    const line = oneLine(written);
    return line.startsWith('[') ? fromJson(line, written) : line.split(',').map(trimmed).filter(Boolean);
  },
  write(value) {
    const plain = value.length > 0 && value.every((item) => /^[^,[\s"][^,\s"]*$/.test(item));
    return plain ? value.join(',') : JSON.stringify(value);
  },
};

/** Names with texts, as headers are. */
export const record: Kind<Record<string, string>> = {
  yamlOnly: true,
  read(written) {
    if (written.kind !== 'fields') throw Unreadable.at(written.place, 'must be names with values');
    return Object.fromEntries([...written.fields].map(([name, value]) => [name, oneLine(value)]));
  },
  write: (value) => JSON.stringify(value),
};

function fromJson(line: string, written: Written): string[] {
  const bad = Unreadable.at(written.place, 'must be a list: comma-separated, or a JSON array of strings');
  try {
    const items: unknown = JSON.parse(line);
    if (Array.isArray(items) && items.every((item) => typeof item === 'string')) return items.map(trimmed);
  } catch {
    // The parser's message would quote the value.
  }
  throw bad;
}

function trimmed(item: string): string {
  return item.trim();
}
