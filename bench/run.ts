import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startScript, startServer, stop } from './child.js';
import type { Load, Measurement } from './load.js';
import { startParley } from './parley.js';
import { startPostgres } from './postgres.js';
import { page, tableOf, type Measured } from './results.js';
import { startFloor, type Target } from './target.js';
import { WORKLOADS, type Workload } from './workloads.js';

/** Lets a server finish what it does after the last byte, before the next is measured. */
const REST_MS = 500;

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    engine: { type: 'string', multiple: true, default: ['sqlite'] },
  },
});
const runs = Number(options.runs);
if (!(runs >= 1)) throw new Error('--runs takes a number');
if (!options.engine.every((engine) => ['sqlite', 'postgres'].includes(engine))) {
  throw new Error('--engine takes sqlite or postgres, and may be given twice');
}
const stops: (() => Promise<void>)[] = [];

async function start<T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const started = await starting;
  stops.unshift(() => started.stop());
  return started;
}

async function startTargets(): Promise<Target[]> {
  const provider = await start(startServer('provider'));
  const targets = [await start(startFloor(provider.origin))];
  for (const engine of options.engine) {
    const database = engine === 'postgres' ? await start(startPostgres()) : undefined;
    targets.push(await start(startParley(`Parley, ${engine}`, provider.origin, database?.url)));
  }
  return targets;
}

const generator = startScript('load');
stops.push(() => stop(generator));
const broken = once(generator, 'exit').then(() => {
  throw new Error('A stream broke, and a figure of a broken run is no figure');
});
broken.catch(() => undefined);

async function measure(target: Target, { streams, tokens, rate }: Workload): Promise<Measurement> {
  const { origin, pid } = target;
  const requests = await target.prepare(streams, { tokens, rate });
  await sleep(REST_MS);
  generator.send({ origin, pid, requests, tokens } satisfies Load);
  const [measured] = (await Promise.race([once(generator, 'message'), broken])) as [Measurement];
  return measured;
}

/** The first round warms everything up and does not count; every other one begins at the other end. */
async function compare(targets: Target[], workload: Workload): Promise<Measured> {
  const measured: Measured = new Map(targets.map(({ name }) => [name, []]));
  const rounds = runs * (workload.times ?? 1);
  for (let round = 0; round <= rounds; round++) {
    for (const target of round % 2 === 0 ? targets : targets.toReversed()) {
      const result = await measure(target, workload);
      if (round > 0) measured.get(target.name)!.push(result);
    }
    process.stdout.write(`${workload.name}: ${round === 0 ? 'warm' : `${round} of ${rounds}`}\n`);
  }
  return measured;
}

try {
  const targets = await startTargets();
  const results = new Map<Workload, Measured>();
  for (const workload of WORKLOADS) results.set(workload, await compare(targets, workload));
  const table = tableOf(results);
  const command = ['npm run bench', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' ');
  writeFileSync('bench/RESULTS.md', page(table, runs, command));
  console.log(`\n${table}\n`);
} finally {
  for (const stopOne of stops) await stopOne();
}
