import { concealing } from './conceal.js';

describe('what may be told of a failure', () => {
  const conceal = concealing(['sk-key', '']);

  it('holds no key, credentials or words that people wrote', () => {
    const told = conceal('sk-key at https://me:pass@host/ for Bearer abc said: tell me a secret!', [
      'tell me a secret',
      'at',
    ]);
    expect(told).toBe('*** at https://***@host/ for Bearer *** said: …!');
  });

  it('is one short line', () => {
    expect(conceal('a\r\nb\u0000c\u2028d\u001b[31m')).toBe('a b c d [31m');
    expect(conceal('x'.repeat(1000))).toHaveLength(300);
  });
});
