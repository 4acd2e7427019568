import { validateSync } from 'class-validator';
import { type Problem, Unreadable } from '../kinds/kind.js';
import { nearestName } from '../nearest-name.js';
import { type SettingsClass, settingsOf } from '../setting.decorator.js';
import type { Written, WrittenFields } from '../sources/written.js';

/** What class-validator has against a group, by property; its messages begin with a name that nobody wrote. */
export function invalidProperties(group: object): Map<string, string> {
  const errors = validateSync(group, { forbidUnknownValues: false, stopAtFirstError: true });
  return new Map(
    errors.map(({ property, constraints }) => {
      const message = Object.values(constraints ?? {})[0] ?? 'is not valid';
      return [property, message.startsWith(`${property} `) ? message.slice(property.length + 1) : message];
    }),
  );
}

/** One described object within a list, with every problem it has. */
export function readFields<T extends object>(of: SettingsClass<T>, written: WrittenFields): T {
  const problems: Problem[] = [];
  const described = settingsOf(of);
  const read: Record<string, unknown> = {};
  for (const [field, value] of written.fields) {
    const setting = described.find((one) => one.field === field);
    if (!setting) {
      const nearest = nearestName(
        field,
        settingsOf(of).map((one) => one.field),
      );
      problems.push({
        at: `.${field}`,
        place: value.place,
        statement: `is not known here; the nearest name is ${nearest}`,
      });
      continue;
    }
    const attempt = tryToRead(() => setting.kind.read(value));
    if ('value' in attempt) read[setting.property] = attempt.value;
    else problems.push(...attempt.problems.map((problem) => ({ ...problem, at: `.${field}${problem.at}` })));
  }
  const result = Object.assign(new of(), read);
  for (const [property, statement] of invalidProperties(result)) {
    const field = described.find((one) => one.property === property)?.field ?? property;
    if (problems.some(({ at }) => at === `.${field}`)) continue;
    problems.push({ at: `.${field}`, place: written.fields.get(field)?.place ?? written.place, statement });
  }
  if (problems.length > 0) throw new Unreadable(problems);
  return result;
}

export type Attempt<T> = { value: T } | { problems: Problem[] };

export function tryToRead<T>(read: () => T): Attempt<T> {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof Unreadable) return { problems: error.problems };
    throw error;
  }
}

/** Reads each of a list, and tells of all that fail. */
export function readEach<T>(written: Written[], read: (one: Written) => T): T[] {
  const attempts = written.map((one) => tryToRead(() => read(one)));
  const problems = attempts.flatMap((attempt, index) =>
    'problems' in attempt ? attempt.problems.map((problem) => ({ ...problem, at: `[${index}]${problem.at}` })) : [],
  );
  if (problems.length > 0) throw new Unreadable(problems);
  return attempts.flatMap((attempt) => ('value' in attempt ? [attempt.value] : []));
}
