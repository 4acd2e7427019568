/** Everything that is wrong with the settings, one line each, as a person at a terminal reads it. Never holds a value. */
export class InvalidSettings extends Error {
  constructor(readonly faults: readonly string[]) {
    super(['The settings are not valid:', ...faults.map((fault) => `  ${fault}`)].join('\n'));
    this.name = 'InvalidSettings';
  }
}

/** Collects, so that whoever starts the server repairs everything at once. */
export class Faults {
  private readonly lines = new Set<string>();

  add(place: string, statement: string): void {
    this.lines.add(`${place}: ${statement}`);
  }

  throwIfAny(): void {
    if (this.lines.size > 0) throw new InvalidSettings([...this.lines]);
  }
}
