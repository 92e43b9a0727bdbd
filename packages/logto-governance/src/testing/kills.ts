import type { FakeLogto } from '@jackfield/connector-test-kit/logto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** How a run ended that was to be killed. */
export interface Killed {
  readonly signal: NodeJS.Signals | null;
  /** Requests that the tenant had received by then. */
  readonly requests: number;
}

/**
 * Syncs in a process of its own, and kills it (SIGKILL) some milliseconds after a certain number of requests.
 *
 * @param database path
 */
export async function killDuringSync(
  { baseUrl, clientId, clientSecret, requests }: FakeLogto,
  database: string,
  afterRequests: number,
  milliseconds: number,
): Promise<Killed> {
  const before = requests.length;
  const script = fileURLToPath(new URL('sync-child.ts', import.meta.url));
  const child = spawn(process.execPath, [script, baseUrl, clientId, clientSecret, database], {
    env: { ...process.env, NODE_OPTIONS: '--conditions=@jackfield/source --disable-warning=ExperimentalWarning' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit');
  while (requests.length - before < afterRequests && child.exitCode === null) await wait(1);
  await wait(milliseconds);
  child.kill('SIGKILL');
  await ended;
  return { signal: child.signalCode, requests: requests.length - before };
}

/** Numbers between 0 and 1 that are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
