import { sizeInWords } from './size-in-words.js';

describe('sizeInWords', () => {
  it.each([
    [0, '0B'],
    [999, '999B'],
    [3_825_819_519, '3.8GB'],
    [4_200_000_000, '4.2GB'],
    [274_302_450, '274MB'],
    [1_500, '1.5KB'],
    [2_000_000_000_000_000, '2000TB'],
  ])('says %d as %s', (bytes, words) => {
    expect(sizeInWords(bytes)).toBe(words);
  });
});
