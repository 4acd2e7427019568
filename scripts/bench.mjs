import { build } from './build.mjs';
import { install, run } from './install.mjs';

/** Measures how fast we are, beside the floor: `npm run bench -- --runs 5 --engine sqlite --engine postgres`. */
process.chdir(new URL('..', import.meta.url).pathname);
install();
build();
run('npx', ['tsc', '-p', 'tsconfig.bench.json']);
run(process.execPath, ['dist/bench/run.js', ...process.argv.slice(2)]);
