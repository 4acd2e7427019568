import { once } from 'node:events';
import { Agent } from 'undici';
import { cpuOf } from './cpu.js';
import type { StreamRequest } from './target.js';
import { clock, delaysOf, type Piece } from './wire.js';

/** Streams to open at once, and the process that serves them. */
export interface Load {
  origin: string;
  pid: number;
  requests: StreamRequest[];
  /** Of each stream. */
  tokens: number;
}

/** Times in microseconds. */
export interface Measurement {
  tokens: number;
  /** From the first request to the end of the last answer. */
  duration: number;
  /** Of the serving process, meanwhile. */
  cpu: number;
  delayP50: number;
  delayP99: number;
}

/** While the clock runs, bytes are only kept with the time of their arrival; they are looked into afterwards. */
async function measure({ origin, pid, requests, tokens }: Load): Promise<Measurement> {
  const agent = new Agent({ connections: null, pipelining: 1, bodyTimeout: 0 });
  const cpuBefore = cpuOf(pid);
  const start = clock();
  const answers = await Promise.all(requests.map((stream) => receive(origin, stream, agent)));
  const duration = clock() - start;
  const cpu = cpuOf(pid) - cpuBefore;
  await agent.close();
  const delays = Float64Array.from(answers.flatMap((pieces) => delaysOf(pieces, tokens))).sort();
  return { tokens: delays.length, duration, cpu, delayP50: at(delays, 0.5), delayP99: at(delays, 0.99) };
}

function receive(origin: string, { path, headers, body }: StreamRequest, agent: Agent): Promise<Piece[]> {
  const pieces: Piece[] = [];
  let answered = 0;
  return new Promise((resolve, reject) => {
    agent.dispatch(
      { origin, path, method: 'POST', headers, body },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_, status) => void (answered = status),
        onResponseData: (_, bytes) => void pieces.push({ at: clock(), bytes }),
        onResponseEnd: () => {
          if (answered === 200) resolve(pieces);
          else reject(new Error(`${path} answered ${answered}: ${String(pieces[0]?.bytes)}`));
        },
        onResponseError: (_, error) => reject(error),
      },
    );
  });
}

function at(sorted: Float64Array, share: number): number {
  return sorted[Math.floor((sorted.length - 1) * share)]!;
}

process.on('disconnect', () => process.exit());
for (;;) {
  const [load] = (await once(process, 'message')) as [Load];
  process.send!(await measure(load));
}
