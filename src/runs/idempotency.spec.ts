import { bodyHash, keyId } from './idempotency.js';

describe('bodyHash', () => {
  it('is the same for bodies that differ in the order of their keys alone', () => {
    const one = { text: 'x', metadata: { a: 1, b: [{ c: 1, d: 2 }] } };
    const other = { metadata: { b: [{ d: 2, c: 1 }], a: 1 }, text: 'x' };
    expect(bodyHash(one)).toBe(bodyHash(other));
    expect(bodyHash({ ...one, text: 'y' })).not.toBe(bodyHash(one));
    expect(bodyHash({ a: [1, 2] })).not.toBe(bodyHash({ a: [2, 1] }));
  });
});

describe('keyId', () => {
  it('belongs to one caller, method and path', () => {
    const identity = { key: 'k', method: 'POST', path: '/a', body: {} };
    const ids = [
      keyId('alice', identity),
      keyId('mallory', identity),
      keyId('alice', { ...identity, path: '/b' }),
      keyId('alice', { ...identity, method: 'PUT' }),
      keyId('alice', { ...identity, key: 'l' }),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});
