import * as z from 'zod';
import type { HostContext } from '../context.ts';
import type { Database, Write } from '../database/database.ts';
import { HostError } from '../host-error.ts';
import { randomId } from '../tokens.ts';

const lockName = 'rotation';

const leaseGuard = z.object({
  owner: z.string(),
  /** Milliseconds since the epoch. */
  until: z.number(),
  /** The key that everything is being sealed with. */
  keyId: z.string(),
});
type Lease = z.infer<typeof leaseGuard>;

/** That this process, and no other, rotates the keys. It ends by itself when the process dies. */
export interface RotationLease {
  /** Part of each transaction of the rotation. @throws `keys_rotating` when another process has taken over */
  renew(tx: Write): Promise<void>;
  /** The rotation is done. */
  end(tx: Write): Promise<void>;
  /** Lets another process take over at once. */
  release(): Promise<void>;
}

/**
 * @param begin runs while no other process can begin: chooses the key to rotate to
 *   (`interrupted`: that of a rotation which did not end)
 * @param duration milliseconds for which the process may be silent
 * @throws `keys_rotating` when another process is at it
 */
export async function takeRotationLease(
  { database, clock, random }: HostContext,
  begin: (interrupted: string | undefined) => string,
  duration: number,
): Promise<{ lease: RotationLease; keyId: string }> {
  const owner = randomId(random);
  const keyId = await database.write(async (tx) => {
    await database.lock(tx, lockName);
    const held = await readLease(tx);
    if (held && held.until > clock.now()) throw rotating(held.until - clock.now());
    const chosen = begin(held?.keyId);
    await writeLease(tx, { owner, until: clock.now() + duration, keyId: chosen });
    return chosen;
  });
  const requireOwn = (tx: Write): Promise<void> => checkOwner(tx, database, owner);
  const lease: RotationLease = {
    async renew(tx) {
      await requireOwn(tx);
      await writeLease(tx, { owner, until: clock.now() + duration, keyId });
    },
    async end(tx) {
      await requireOwn(tx);
      await tx.deleteFrom('meta').where('name', '=', lockName).execute();
    },
    async release() {
      await database.write(async (tx) => {
        await requireOwn(tx);
        await writeLease(tx, { owner, until: 0, keyId });
      });
    },
  };
  return { lease, keyId };
}

async function checkOwner(tx: Write, database: Database, owner: string): Promise<void> {
  await database.lock(tx, lockName);
  if ((await readLease(tx))?.owner !== owner) throw rotating(0);
}

async function readLease(tx: Write): Promise<Lease | undefined> {
  const row = await tx.selectFrom('meta').select('value').where('name', '=', lockName).executeTakeFirst();
  try {
    return row && leaseGuard.parse(JSON.parse(row.value));
  } catch {
    // Edited by hand: as if there were none.
    return undefined;
  }
}

async function writeLease(tx: Write, lease: Lease): Promise<void> {
  const value = JSON.stringify(lease);
  await tx
    .insertInto('meta')
    .values({ name: lockName, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

function rotating(wait: number): HostError {
  return new HostError('keys_rotating', {
    hint: 'Wait until it has ended; if that process has died, try again in a minute.',
    retryAfter: Math.ceil(Math.max(wait, 1000) / 1000),
  });
}
