import { positional } from './placeholders.js';

describe('positional', () => {
  it('puts values in the order in which the statement names them', () => {
    const { text, arrange } = positional('UPDATE t SET a = $2 WHERE id = $1 AND b <> $2 AND c = $10');
    expect(text).toBe('UPDATE t SET a = ? WHERE id = ? AND b <> ? AND c = ?');
    expect(arrange(['id', 'a', 3, 4, 5, 6, 7, 8, 9, 'ten'])).toEqual(['a', 'id', 'a', 'ten']);
  });
});
