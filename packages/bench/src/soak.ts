/**
 * `pnpm soak:memory`: 100,000 sign-ins over 1,000 issuers and configurations; prints the live heap on the way. The exit
 * code is not 0 when it grows.
 */
import { setImmediate } from 'node:timers/promises';
import { createBenchRuntime } from './subjects/load-connector.ts';
import { withProvider } from './measure/provider-process.ts';
import { flatness } from './memory/flatness.ts';
import { signInEverywhere } from './memory/sign-ins.ts';

const issuers = Array.from({ length: 1_000 }, (_, index) => `tenant${index}`);
const walks = 100;
const walksPerSample = 10;

await withProvider(async (_provider, world) => {
  const runtime = createBenchRuntime(world, false);
  const samples = [];
  for (let walk = 0; walk <= walks; walk += 1) {
    if (walk % walksPerSample === 0) {
      samples.push(await liveHeap());
      console.log(`${walk * issuers.length} sign-ins: ${samples.at(-1)?.toFixed(1)} MiB`);
    }
    if (walk < walks) await signInEverywhere(world, runtime, issuers, 32);
  }
  await runtime.close();
  const { first, last, flat } = flatness(samples);
  console.log(`${first.toFixed(1)} MiB at first, ${last.toFixed(1)} MiB at last: ${flat ? 'flat' : 'GROWING'}`);
  if (!flat) process.exitCode = 1;
});

/** MiB that are still in use after everything else was collected, what finalizers let go of included. */
async function liveHeap(): Promise<number> {
  for (let collection = 0; collection < 4; collection += 1) {
    if (globalThis.gc === undefined) throw new Error('Run this with --expose-gc.');
    globalThis.gc();
    await setImmediate();
  }
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}
