import { build } from './build.mjs';
import { install, run } from './install.mjs';

/** Builds what is stale, then runs one built file: `node scripts/run.mjs src/config/cli.js --markdown`. */
process.chdir(new URL('..', import.meta.url).pathname);
install();
build();
const [file, ...args] = process.argv.slice(2);
run(process.execPath, [`dist/${file}`, ...args]);
