/** One key for all spellings of a user name that people take for the same: compatibility forms and case are folded. */
export function nameKey(username: string): string {
  // Case is folded twice because folding can undo a normal form (and the other way round); the result is stable.
  return username.normalize('NFKC').toLowerCase().normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}
