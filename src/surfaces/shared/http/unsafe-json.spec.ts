import fc from 'fast-check';
import { findUnsafe } from './unsafe-json.js';

describe('findUnsafe', () => {
  it.each([
    [{ a: { b: ['x\0'] } }, 'a.b.0'],
    [{ 'a\0': 1 }, 'body'],
    [{ a: '\udc00' }, 'a'],
    [JSON.parse('{"a":{"__proto__":1}}'), 'a'],
  ])('names where %j is not safe', (value, field) => {
    expect(findUnsafe(value)).toMatchObject({ field });
  });

  it('lets through whatever any database can keep', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0') && value !== '__proto__');
    const json = fc.jsonValue({ maxDepth: 5, stringUnit: 'grapheme' }).filter((value) => {
      const written = JSON.stringify(value);
      return !/\\u0000|__proto__|constructor|prototype|\\ud[89a-f]/.test(written);
    });
    fc.assert(fc.property(json, text, (value, more) => findUnsafe({ value, more }) === null));
  });
});
