/** What was found a moment ago, and one search for all who ask at the same time. */
export class ShortCache<T> {
  private found: Promise<T> | undefined;
  private freshUntil = 0;

  constructor(
    private readonly milliseconds: number,
    private readonly search: () => Promise<T>,
  ) {}

  get(): Promise<T> {
    if (this.found && performance.now() < this.freshUntil) return this.found;
    this.freshUntil = Infinity;
    this.found = this.search().finally(() => (this.freshUntil = performance.now() + this.milliseconds));
    return this.found;
  }
}
