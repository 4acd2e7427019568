const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** As Ollama's own list has it: decimal units, and one decimal below a hundred. */
export function sizeInWords(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)}${UNITS[unit]}`;
}
