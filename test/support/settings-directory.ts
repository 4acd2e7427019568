import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { InvalidSettings } from '../../src/config/faults.js';
import { type LoadedSettings, loadSettings } from '../../src/config/load-settings.js';
import type { Environment } from '../../src/config/sources/environment.js';

const directories: string[] = [];
afterAll(() => directories.forEach((directory) => rmSync(directory, { recursive: true, force: true })));

/** A fresh directory that holds these files, until the tests of the file end. */
export function directoryOf(files: Record<string, string> = {}): string {
  const directory = mkdtempSync(join(tmpdir(), 'parley-config-'));
  directories.push(directory);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
  return directory;
}

export function load(files: Record<string, string>, env: Environment = {}): LoadedSettings {
  return loadSettings({ env, cwd: directoryOf(files), terminal: false, makeSecret: false });
}

export function faultsOf(files: Record<string, string>, env: Environment = {}): readonly string[] {
  try {
    load(files, env);
    return [];
  } catch (error) {
    if (error instanceof InvalidSettings) return error.faults;
    throw error;
  }
}
