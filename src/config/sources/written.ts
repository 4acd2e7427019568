/** A value as someone wrote it, before anyone has decided what it means; `place` is where, as `.env:12`. */
export type Written = WrittenText | WrittenList | WrittenFields;

export interface WrittenText {
  kind: 'text';
  text: string;
  place: string;
}

export interface WrittenList {
  kind: 'list';
  items: Written[];
  place: string;
}

export interface WrittenFields {
  kind: 'fields';
  fields: Map<string, Written>;
  place: string;
}

/** One name with its value. `key` is the name in the manner of the environment, whatever the source: `SERVER__PORT`. */
export interface Given {
  key: string;
  name: string;
  written: Written;
  /** Why this cannot be read, where that was seen before its meaning was known. */
  problem?: string;
}

export interface Source {
  label: string;
  given: Map<string, Given>;
  /** Its every name has to be ours; the environment is everybody's. */
  ours: boolean;
}

export function sourceOf(label: string, given: Given[], ours = false): Source {
  return { label, given: new Map(given.map((one) => [one.key, one])), ours };
}

export function textAt(place: string, text: string): WrittenText {
  return { kind: 'text', text, place };
}

/** An empty value is no value: it neither hides a weaker source nor contradicts another name. */
export function isEmpty(text: string): boolean {
  return text.trim() === '';
}
