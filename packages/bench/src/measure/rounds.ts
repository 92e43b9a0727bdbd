import * as z from 'zod';
import { type Counts, countsGuard, type World } from '../provider/world.ts';
import { median, quantile, type Spread, spreadOf } from './statistics.ts';
import type { Worker } from './worker.ts';

const readingGuard = z.object({
  operations: z.int(),
  cpu: z.number(),
  elapsed: z.number(),
  latencies: z.array(z.number()),
});
type Reading = z.infer<typeof readingGuard>;

/** How much is measured. */
export interface Effort {
  /** Operations of each subject in each round. */
  readonly operations: number;
  readonly rounds: number;
  /** Operations of each subject before the first round, which do not count. */
  readonly warmUp: number;
}

/** What one subject costs. */
export interface Measurement {
  readonly name: string;
  readonly inFlight: number;
  /** CPU microseconds per operation. */
  readonly cpu: Spread;
  /** CPU relative to the bare transport of the same round. */
  readonly ratio: Spread;
  readonly operationsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Per operation, counted at the provider. */
  readonly calls: number;
  /** At the provider, in all rounds together, the warm-up's included. */
  readonly connections: number;
}

/** Milliseconds: what is so slow that it takes longer has had time enough. */
const longestWarmUp = 60_000;

/** Something to measure, in a process of its own. */
export interface Contender {
  readonly name: string;
  readonly start: (world: World) => Worker;
}

/**
 * Measures contenders in alternating rounds, each in a process of its own, so that whatever else the machine does hits all
 * of them.
 *
 * @param contenders the first is the bare transport
 */
export async function measureRounds(
  provider: Worker,
  world: World,
  contenders: readonly Contender[],
  inFlight: number,
  { operations, rounds, warmUp }: Effort,
): Promise<Measurement[]> {
  const runs = contenders.map(({ name, start }): Run => ({
    name,
    worker: start(world),
    readings: [],
    calls: 0,
    connections: 0,
  }));
  try {
    for (const run of runs) {
      await provider.call('resetCounts', z.unknown());
      const end = performance.now() + longestWarmUp;
      for (let done = 0; done < warmUp && performance.now() < end; done += operations) {
        await run.worker.call('batch', z.unknown(), { count: operations, inFlight });
      }
      const { connections, mailConnections } = await provider.call('counts', countsGuard);
      run.connections += connections + mailConnections;
    }
    for (let round = 0; round < rounds; round += 1) {
      // Whoever comes first in one round comes last in the next.
      for (const run of round % 2 === 0 ? runs : runs.toReversed()) {
        await provider.call('resetCounts', z.unknown());
        // Idle connections were closed while others had their turn: they are opened again outside of what is measured.
        await run.worker.call('batch', z.unknown(), { count: inFlight, inFlight });
        const before = await provider.call('counts', countsGuard);
        const reading = await run.worker.call('batch', readingGuard, { count: operations, inFlight });
        const after = await provider.call('counts', countsGuard);
        run.connections += after.connections + after.mailConnections;
        run.readings.push(reading);
        run.calls += callsIn(after) - callsIn(before);
      }
    }
    return runs.map((run) => summarise(run, runs[0]?.readings ?? [], inFlight));
  } finally {
    await Promise.all(runs.map(({ worker }) => worker.close()));
  }
}

interface Run {
  readonly name: string;
  readonly worker: Worker;
  readonly readings: Reading[];
  /** While it was measured. */
  calls: number;
  /** Also of the warm-up. */
  connections: number;
}

function summarise(
  { name, readings, calls, connections }: Run,
  bare: readonly Reading[],
  inFlight: number,
): Measurement {
  const latencies = readings.flatMap((reading) => reading.latencies);
  const operations = readings.reduce((sum, reading) => sum + reading.operations, 0);
  return {
    name,
    inFlight,
    cpu: spreadOf(readings.map((reading) => reading.cpu / reading.operations)),
    ratio: spreadOf(readings.map((reading, round) => reading.cpu / (bare[round]?.cpu ?? Number.NaN))),
    operationsPerSecond: median(readings.map((reading) => (reading.operations / reading.elapsed) * 1000)),
    p50: median(latencies),
    p99: quantile(latencies, 0.99),
    calls: calls / operations,
    connections,
  };
}

const callsIn = ({ calls, mails }: Counts): number => Object.values(calls).reduce((sum, count) => sum + count, mails);
