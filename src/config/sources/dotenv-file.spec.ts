import { parse } from 'dotenv';
import fc from 'fast-check';
import { readDotenv } from './dotenv-file.js';

const read = (content: string) =>
  Object.fromEntries([...readDotenv(content).given].map(([name, { written }]) => [name, written]));

it('knows the line of each variable, and the last of two', () => {
  const content =
    '\uFEFF# comment\r\nA=1\r\n\r\n  export B = "two\r\nlines" # more\r\nC: 3\r\n#D=4\r\nA=5 # five\r\nE=\r\nF';
  expect(read(content)).toEqual({
    A: { kind: 'text', text: '5', place: '.env:8' },
    B: { kind: 'text', text: 'two\nlines', place: '.env:4' },
    C: { kind: 'text', text: '3', place: '.env:6' },
  });
});

it('reads what dotenv reads', () => {
  const name = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,5}$/);
  const value = fc.oneof(
    fc.stringMatching(/^[\w:/@. -]{0,12}$/),
    fc.stringMatching(/^[\w #=\n]{0,12}$/).map((text) => `"${text}"`),
    fc.stringMatching(/^[\w #="\n]{0,12}$/).map((text) => `'${text}'`),
  );
  const line = fc.oneof(
    fc.constantFrom('', '# A=1', '   '),
    fc
      .tuple(fc.constantFrom('', 'export ', '  '), name, fc.constantFrom('=', ' = '), value)
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(fc.uniqueArray(line, { selector: (text) => /[A-Z]\w*/.exec(text)?.[0] ?? text }), (lines) => {
      const content = lines.join('\n');
      const expected = Object.entries(parse(content)).filter(([, text]) => text.trim() !== '');
      const found = Object.entries(read(content)).map(([key, written]) => [
        key,
        written.kind === 'text' && written.text,
      ]);
      expect(found.sort()).toEqual(expected.sort());
    }),
  );
});

it('does not let half a value pass for the whole', () => {
  const { given } = readDotenv('A=x#y\nB="x#y"\nC=x # y\nD=#y');
  expect(given.get('A')?.problem).toMatch(/#/);
  expect([given.get('B')?.problem, given.get('C')?.problem, given.has('D')]).toEqual([undefined, undefined, false]);
});
