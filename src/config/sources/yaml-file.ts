import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Node } from 'yaml';
import type { Faults } from '../faults.js';
import { type Given, isEmpty, type Source, sourceOf, type Written } from './written.js';

/** Deeper than any setting; an alias that contains itself would otherwise never end. */
const DEEPEST = 10;

/**
 * `server.port` and the environment's `SERVER__PORT` are one name; a key outside of any group is one of the old names in
 * small letters: `port` is `PORT`.
 */
export function readYaml(content: string, label: string, faults: Faults): Source {
  const lines = new LineCounter();
  // Its pretty messages quote the line at fault, which may hold a secret; the code alone says enough.
  const document = parseDocument(content, { prettyErrors: false, lineCounter: lines });
  const placeAt = (offset: number) => `${label}:${lines.linePos(offset).line}`;

  const written = (node: unknown, place: string, depth = 0): Written | undefined => {
    if (depth > DEEPEST) return void faults.add(place, 'is nested too deeply');
    if (isAlias(node)) return written(node.resolve(document), place, depth + 1);
    if (isScalar(node)) {
      const text = node.value === null ? '' : (node.source ?? '');
      return isEmpty(text) ? undefined : { kind: 'text', text, place };
    }
    if (isSeq(node)) {
      const items = node.items.map((item) => written(item, placeOf(item, place), depth + 1));
      return { kind: 'list', items: items.filter((item) => item !== undefined), place };
    }
    return isMap(node) ? { kind: 'fields', fields: fieldsOf(node, place, depth + 1), place } : undefined;
  };
  const placeOf = (node: unknown, otherwise: string) => {
    const start = (node as Node | null)?.range?.[0];
    return start === undefined ? otherwise : placeAt(start);
  };
  const fieldsOf = (node: Node, place: string, depth: number): Map<string, Written> => {
    const fields = new Map<string, Written>();
    for (const { key, value } of isMap(node) ? node.items : []) {
      const field = written(value, placeOf(key, place), depth);
      if (field) fields.set(isScalar(key) ? String(key.value) : '?', field);
    }
    return fields;
  };

  for (const error of document.errors) {
    faults.add(placeAt(error.pos[0]), `is not YAML (${error.code.toLowerCase().replaceAll('_', ' ')})`);
  }
  if (document.errors.length > 0 || document.contents === null) return sourceOf(label, [], true);
  const top = written(document.contents, `${label}:1`);
  if (top && top.kind !== 'fields') faults.add(`${label}:1`, 'must hold groups of settings');
  const given = top?.kind === 'fields' ? [...top.fields].flatMap(([key, value]) => named(key, value)) : [];
  return sourceOf(label, given, true);
}

function named(name: string, written: Written): Given[] {
  if (written.kind !== 'fields') return [{ key: keyOf(name), name, written }];
  return [...written.fields].map(([field, value]) => {
    const path = `${name}.${field}`;
    return { key: keyOf(path), name: path, written: value };
  });
}

/** Keys are small letters: anything else stays as it is, and is then unknown. */
function keyOf(path: string): string {
  return path === path.toLowerCase() ? path.replaceAll('.', '__').toUpperCase() : path;
}
