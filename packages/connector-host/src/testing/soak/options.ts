import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

/** What a soak is asked to do. */
export interface SoakOptions {
  /** Of the load, without start and checks; at most 50 minutes, so that no counter's hour ends on the way. */
  readonly seconds: number;
  /** Of whatever is chosen by chance. */
  readonly seed: number;
  readonly database: 'sqlite' | 'postgres';
}

export const usage = 'pnpm soak:host [--seconds 120] [--seed <number>] [--database postgres|sqlite]';

/** @returns `undefined` when the arguments are wrong */
export function readOptions(args: readonly string[]): SoakOptions | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seconds: { type: 'string', default: '120' },
        seed: { type: 'string', default: String(randomInt(1_000_000)) },
        database: { type: 'string', default: 'postgres' },
      },
    });
    const { database } = values;
    const [seconds, seed] = [Number(values.seconds), Number(values.seed)];
    if (!Number.isSafeInteger(seed) || !(seconds >= 5 && seconds <= 3000)) return undefined;
    if (database !== 'sqlite' && database !== 'postgres') return undefined;
    return { seconds, seed, database };
  } catch {
    return undefined;
  }
}
