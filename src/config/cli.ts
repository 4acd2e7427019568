import { InvalidSettings } from './faults.js';
import { loadSettings } from './load-settings.js';
import { renderEnvExample } from './render/env-example.js';
import { renderMarkdown } from './render/markdown-table.js';
import { renderTree } from './render/tree.js';

/** `npm run config`: the settings in force; `--markdown` and `--env-example` write the files that describe them. */
function main(flags: readonly string[]): void {
  if (flags.includes('--markdown')) return void process.stdout.write(renderMarkdown());
  if (flags.includes('--env-example')) return void process.stdout.write(renderEnvExample());
  try {
    const loaded = loadSettings({ makeSecret: false });
    console.log(renderTree(loaded));
    for (const notice of loaded.notices) console.error(notice);
  } catch (error) {
    if (!(error instanceof InvalidSettings)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

main(process.argv.slice(2));
