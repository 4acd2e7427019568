import { spawn } from 'node:child_process';
import { build } from './build.mjs';
import { install } from './install.mjs';

const root = new URL('..', import.meta.url).pathname;
process.chdir(root);
install();
build();

// A process of its own, so that nothing of this one stays in its memory; signals are handed on, its exit is ours.
const server = spawn(process.execPath, ['--enable-source-maps', 'dist/src/main.js'], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    // Ctrl-C reaches the whole group by itself.
    if (signal === 'SIGTERM' || !process.stdin.isTTY) server.kill(signal);
  });
}
server.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
