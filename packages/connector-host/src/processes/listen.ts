import { setTimeout as wait } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { databaseFailure } from '../database/failures.ts';
import { changeChannel } from './announce-change.ts';
import type { Outage } from './outage.ts';

/** Milliseconds between two tries to connect: doubled from the first to the last. */
const firstPause = 100;
const longestPause = 5000;

export interface ListenOptions {
  readonly connect: () => Promise<PoolClient>;
  /** It hears what comes from now on; what came before may have been missed. */
  readonly onReady: () => void;
  readonly onNotice: () => void;
  readonly outage: Outage;
}

/** Listens to PostgreSQL's notifications on a connection of its own, and connects again whenever that breaks. */
export function listen(options: ListenOptions): { close(): Promise<void> } {
  const ending = new AbortController();
  const loop = keepListening(options, ending.signal);
  return {
    async close() {
      ending.abort();
      await loop;
    },
  };
}

async function keepListening(options: ListenOptions, signal: AbortSignal): Promise<void> {
  let pause = firstPause;
  const onReady = (): void => {
    pause = firstPause;
    options.outage.worked();
    options.onReady();
  };
  while (!signal.aborted) {
    const failure = await untilBroken({ ...options, onReady }, signal).catch((error: unknown) => error);
    if (signal.aborted) return;
    options.outage.failed(databaseFailure(failure));
    await wait(pause, undefined, { signal, ref: false }).catch(() => {});
    pause = Math.min(pause * 2, longestPause);
  }
}

/** @returns why it ended; `undefined` when it was asked to */
async function untilBroken({ connect, onReady, onNotice }: ListenOptions, signal: AbortSignal): Promise<unknown> {
  const client = await connect();
  const broken = new Promise<unknown>((resolve) => {
    // The driver may report several errors; without a listener, any would end the process.
    client.on('error', resolve);
    client.once('end', () => resolve(new Error('Connection terminated')));
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
    if (signal.aborted) resolve(undefined);
  });
  client.on('notification', onNotice);
  try {
    await client.query(`listen ${changeChannel}`);
    onReady();
    return await broken;
  } finally {
    client.off('notification', onNotice);
    client.release(true);
  }
}
