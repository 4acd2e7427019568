import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { build } from './build.mjs';
import { install, run } from './install.mjs';

process.chdir(new URL('..', import.meta.url).pathname);
install();
console.log('Linting …');
run('npx', ['eslint', '.']);
run('npx', ['prettier', '--check', '--log-level=warn', '.']);
console.log('Checking types …');
run('npx', ['tsc', '--noEmit']);
console.log('Checking import boundaries …');
run('npx', ['depcruise', 'src', 'migrations', '--config', '.dependency-cruiser.cjs', '--output-type', 'err']);
build();

console.log('Testing …');
const report = join(tmpdir(), `parley-test-${process.pid}.json`);
// Tests read TEST_DATABASE_URL only; whatever the shell has set for a real server must not reach them.
const { PATH, HOME, TMPDIR, CI, TEST_DATABASE_URL, npm_config_nodedir } = process.env;
const env = Object.fromEntries(
  Object.entries({ PATH, HOME, TMPDIR, CI, TEST_DATABASE_URL, npm_config_nodedir, NODE_ENV: 'test' }).filter(
    ([, value]) => value !== undefined,
  ),
);
const jest = ['jest', '--json', `--outputFile=${report}`, ...process.argv.slice(2)];
const { status } = spawnSync('npx', jest, { stdio: ['ignore', 'inherit', 'inherit'], env });
const result = JSON.parse(readFileSync(report, 'utf8'));
rmSync(report);
const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = result;
const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
console.log(`${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed${skipped}`);
process.exit(status ?? 1);
