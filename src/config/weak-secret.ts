const LEAST_BYTES = 32;
const FEWEST_CHARACTERS = 8;

/** What examples and tutorials say in place of a secret. */
const PLACEHOLDER =
  /change[-_ ]?(me|this|it)|replace[-_ ]?(me|this)|your[-_ ].*(secret|key)|super[-_ ]?secret|placeholder|insecure/i;
const COMMON_PASSWORDS = /^(admin|password|passw0rd|secret|test|demo|root|changeit|letmein|qwerty|1234\d*)$/i;

/** What is wrong with a secret that signs, if anything is. */
export function weaknessOfSecret(secret: string): string | undefined {
  if (PLACEHOLDER.test(secret)) return 'is a placeholder';
  if (Buffer.byteLength(secret) < LEAST_BYTES) return `is shorter than ${LEAST_BYTES} bytes`;
  return new Set(secret).size < FEWEST_CHARACTERS ? 'repeats a few characters' : undefined;
}

/** What is wrong with a password that was configured rather than chosen. */
export function weaknessOfPassword(password: string): string | undefined {
  return PLACEHOLDER.test(password) || COMMON_PASSWORDS.test(password) ? 'is a placeholder' : undefined;
}
