import fc from 'fast-check';
import { nameKey } from './name-key.js';

describe('nameKey', () => {
  it.each([
    ['Ada', 'ADA'],
    ['ﬁona', 'fiona'],
    ['Straße', 'STRASSE'],
    ['ａｄａ', 'ada'],
    ['e\u0301', 'É'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφος'],
  ])('takes %s and %s for the same', (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
  });

  it('takes a key for its own key', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (name) => nameKey(nameKey(name)) === nameKey(name)));
  });
});
