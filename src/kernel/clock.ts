/** The one clock. Millisecond precision, as everything stored and sent has. */
export function now(): Date {
  return new Date();
}

export function secondsFrom(start: Date, seconds: number): Date {
  return new Date(start.getTime() + seconds * 1000);
}
