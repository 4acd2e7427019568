import { cpus } from 'node:os';
import type { Measurement } from './load.js';
import type { Figure, Workload } from './workloads.js';

/** Per target, the floor first: what was measured in each run. */
export type Measured = Map<string, Measurement[]>;

/** One table: a line a figure, a pair of columns a target. */
export function tableOf(results: Map<Workload, Measured>): string {
  const targets = [...results.values()].flatMap((measured) => [...measured.keys()]);
  const [floor, ...others] = [...new Set(targets)];
  const heads = ['figure (workload)', 'aim', floor!, ...others.flatMap((name) => [name, 'ratio', 'range'])];
  const lines = [...results].flatMap(([workload, measured]) =>
    workload.figures.map((figure) => lineOf(figure, workload, measured)),
  );
  return [heads, heads.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function lineOf(figure: Figure, { name }: Workload, measured: Measured): string[] {
  const [floor, ...others] = [...measured.values()].map((runs) => runs.map(figure.of));
  const { aim } = figure;
  return [
    `${figure.name} (${name})`,
    'atMost' in aim ? `≤ ${aim.atMost}` : `≥ ${aim.atLeast}`,
    `${round(median(floor!))} ${figure.unit}`,
    ...others.flatMap((values) => {
      const ratios = values.map((value, run) => value / floor![run]!);
      const range = `${Math.min(...ratios).toFixed(2)} – ${Math.max(...ratios).toFixed(2)}`;
      return [`${round(median(values))} ${figure.unit}`, verdict(median(ratios), aim), range];
    }),
  ];
}

function verdict(ratio: number, aim: Figure['aim']): string {
  const isMet = 'atMost' in aim ? ratio <= aim.atMost : ratio >= aim.atLeast;
  return `**${ratio.toFixed(2)}** ${isMet ? '✓' : '✗'}`;
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const round = (value: number): string => Number(value.toPrecision(3)).toLocaleString('en');

export function page(table: string, runs: number, command: string): string {
  const [processor] = cpus();
  return `# How fast

Made by \`${command}\`: Parley beside the floor (\`floor.ts\`), alternating, at least ${runs} runs of each workload.
A ratio is the median of the runs' ratios, a range their lowest and highest; absolute values are medians and mean nothing elsewhere.
Everything is on: JWT checked, message and log stored before it is sent, request logged.
CPU is the serving process's own, the kernel's work for it included; that of a database server is not.

Machine: ${cpus().length} cores (${processor?.model.trim()}), ${process.platform} ${process.arch}, Node ${process.versions.node}; provider, load generator and server share it.

${table}
`;
}
