import { setTimeout as wait } from 'node:timers/promises';
import type { PostgresProcess } from '../postgres-process.ts';
import type { HostProcess } from './hosts.ts';
import { createChance } from './random.ts';
import type { World } from './world.ts';

/** What was done to them. */
export interface Chaos {
  kills: number;
  restarts: number;
}

interface Victims {
  readonly hosts: readonly HostProcess[];
  /** Absent with SQLite. */
  readonly postgres: PostgresProcess | undefined;
  readonly world: Pick<World, 'smtp' | 'twilio'>;
}

/** Milliseconds that a kill waits for a message at most. */
const longestAim = 1000;

/**
 * Kills a host every 2 to 5 s, and has the database crash about every 15 s, until the signal comes. Every other kill comes
 * the moment that a message has arrived, before whoever asked for it is told.
 */
export async function runChaos({ hosts, postgres, world }: Victims, seed: number, signal: AbortSignal): Promise<Chaos> {
  const chaos: Chaos = { kills: 0, restarts: 0 };
  const killHosts = async (): Promise<void> => {
    const chance = createChance(seed + 1);
    while (await isStillOn(2000 + chance.below(3000), signal)) {
      if (chance.happens(0.5)) await nextMessage(world);
      if (chance.pick(hosts).kill()) chaos.kills += 1;
    }
  };
  const crashDatabase = async (database: PostgresProcess): Promise<void> => {
    const chance = createChance(seed + 2);
    while (await isStillOn(11_000 + chance.below(8000), signal)) {
      await database.stop();
      // Long enough that hosts notice, and some requests wait.
      await wait(chance.below(1500));
      await database.start();
      chaos.restarts += 1;
    }
  };
  await Promise.all([killHosts(), postgres && crashDatabase(postgres)]);
  return chaos;
}

async function nextMessage({ smtp, twilio }: Victims['world']): Promise<void> {
  const count = (): number => smtp.mails.length + twilio.messages.length;
  const [before, end] = [count(), Date.now() + longestAim];
  while (count() === before && Date.now() < end) await wait(1);
}

/** Waits. @returns whether the signal has not come meanwhile */
async function isStillOn(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  await wait(milliseconds, undefined, { signal }).catch(() => {});
  return !signal.aborted;
}
