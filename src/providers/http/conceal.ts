const LENGTH_MAX = 300;
/** Shorter texts are words that any sentence may hold. */
const TEXT_MIN = 6;

export type Conceal = (detail: string, said?: readonly string[]) => string;

/** Makes what a provider says fit for a log: one short line without our keys and without what people wrote, which providers like to quote. */
export function concealing(secrets: readonly string[]): Conceal {
  const known = secrets.filter((secret) => secret.length > 0);
  return (detail, said = []) => {
    let text = detail.replace(/\/\/[^/@\s]*@/g, '//***@').replace(/\bBearer\s+\S+/gi, 'Bearer ***');
    for (const secret of known) text = text.replaceAll(secret, '***');
    for (const words of said) if (words.length >= TEXT_MIN) text = text.replaceAll(words, '…');
    // eslint-disable-next-line no-control-regex -- a provider's words must not forge a log line
    return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').slice(0, LENGTH_MAX);
  };
}
