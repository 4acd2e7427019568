/** What a provider says that is wrong, in any of the shapes in use: `{error:{message}}`, `{error}`, `{message}`, `{detail}`. */
export function errorWords(error: unknown): string {
  if (typeof error === 'string') return error;
  if (typeof error !== 'object' || error === null) return '';
  const { message, error: inner, detail, code, type } = error as Record<string, unknown>;
  for (const words of [message, inner, detail]) {
    const found = errorWords(words);
    if (found !== '') return found;
  }
  return [code, type].find((word): word is string => typeof word === 'string') ?? '';
}
