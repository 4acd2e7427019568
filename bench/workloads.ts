import type { Measurement } from './load.js';

/** What is compared: Parley's value by the floor's. */
export interface Figure {
  name: string;
  unit: string;
  of: (measured: Measurement) => number;
  aim: { atMost: number } | { atLeast: number };
}

export interface Workload {
  name: string;
  streams: number;
  /** Of each stream. */
  tokens: number;
  /** Tokens a second of each stream; null for no pause at all. */
  rate: number | null;
  /** A short workload is measured so many times in each run. */
  times?: number;
  figures: Figure[];
}

/** Another line of the table is another entry here. */
export const WORKLOADS: Workload[] = [
  {
    name: '20 streams, 50 tokens/s each',
    streams: 20,
    tokens: 500,
    rate: 50,
    figures: [
      { name: 'delay added to a token, p50', unit: 'µs', of: ({ delayP50 }) => delayP50, aim: { atMost: 1.25 } },
      { name: 'CPU for a token', unit: 'µs', of: ({ cpu, tokens }) => cpu / tokens, aim: { atMost: 1.4 } },
    ],
  },
  {
    name: '64 streams of 2,000 tokens, no pause',
    streams: 64,
    tokens: 2000,
    rate: null,
    times: 3,
    figures: [
      {
        name: 'tokens/s at full speed',
        unit: '1/s',
        of: ({ tokens, duration }) => tokens / (duration / 1e6),
        aim: { atLeast: 0.42 },
      },
    ],
  },
];
