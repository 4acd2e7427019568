import { Faults } from '../faults.js';
import { readYaml } from './yaml-file.js';

const read = (content: string) => {
  const faults = new Faults();
  const { given } = readYaml(content, 'a.yaml', faults);
  return { given, faults };
};

it('takes values as they were written, each with its line', () => {
  const { given } = read(
    'server:\n  host: 007\n  port: "8000"\n\nport: 1_0\nllm: {host: &h yes}\nollama: {model: *h}\nlog:\n  file: ~\n',
  );
  const found = [...given.values()].map(({ key, name, written }) => [
    key,
    name,
    written.kind === 'text' && written.text,
    written.place,
  ]);
  expect(found).toEqual([
    ['SERVER__HOST', 'server.host', '007', 'a.yaml:2'],
    ['SERVER__PORT', 'server.port', '8000', 'a.yaml:3'],
    ['PORT', 'port', '1_0', 'a.yaml:5'],
    ['LLM__HOST', 'llm.host', 'yes', 'a.yaml:6'],
    ['OLLAMA__MODEL', 'ollama.model', 'yes', 'a.yaml:7'],
  ]);
});

it.each([
  ['a: [1', /^ {2}a.yaml:1: is not YAML \(bad indent\)$/m],
  ['a: 1\na: 2', /^ {2}a.yaml:2: is not YAML \(duplicate key\)$/m],
  ['- a', /^ {2}a.yaml:1: must hold groups of settings$/m],
  ['a: &a\n  b: *a', /is nested too deeply$/m],
])('%j is a fault', (content, fault) => {
  const { faults } = read(content);
  expect(() => faults.throwIfAny()).toThrow(fault);
});

it.each(['', '# nothing\n', '~'])('%j holds nothing', (content) => {
  const { given, faults } = read(content);
  expect(given.size).toBe(0);
  expect(() => faults.throwIfAny()).not.toThrow();
});
