/**
 * `pnpm soak:host [--seconds 120] [--seed n] [--database postgres|sqlite]`: clients use two host processes, which are
 * killed again and again while their database crashes. The exit code is not 0 when a rule was broken, a message doubled or
 * lost, or when hardly anything got through.
 */
import { readOptions, usage } from './options.ts';
import { describe, isClean } from './report.ts';
import { runSoak } from './run-soak.ts';

/** Seconds for everything besides the load, and for cleaning up when that was not enough. */
const longestRest = 180;
const longestCleanUp = 30;

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
process.exitCode = await main();

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) {
    console.error(usage);
    return 2;
  }
  const limit = options.seconds + longestRest;
  const isLate = { value: false };
  const late = setTimeout(() => {
    isLate.value = true;
    console.error(`The soak did not end within ${limit} s.`);
    stop.abort();
  }, limit * 1000);
  // The hosts end with this process.
  const tooLate = setTimeout(() => process.exit(1), (limit + longestCleanUp) * 1000);
  try {
    const outcome = await runSoak(options, console.log, stop.signal);
    if (outcome === undefined) return isLate.value ? 1 : 130;
    console.log(describe(options, outcome));
    return isClean(outcome) && !isLate.value ? 0 : 1;
  } finally {
    clearTimeout(late);
    clearTimeout(tooLate);
  }
}
