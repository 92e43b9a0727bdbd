import type { HostContext } from '../context.ts';
import { HostError } from '../host-error.ts';
import { addressPrefix } from '../limits/address-prefix.ts';
import { counterName, countWithin } from '../limits/counter.ts';

/** Milliseconds. */
const window = 60_000;
/** Of one address, behind which a whole office may sit. */
const mostStarts = 300;

/**
 * Limits how many sign-ins one address starts within a minute, over all processes: each is a row for ten minutes.
 *
 * @returns counts one for a client's address. @throws `too_many_requests`
 */
export function createStartLimit({ database, clock }: HostContext): (address: string) => Promise<void> {
  return async (address) => {
    const name = counterName('sign-in:start', addressPrefix(address));
    const counted = await database.writeOne(
      (db) => countWithin(db, { name, window, limit: mostStarts, now: clock.now() }),
      { isTransient: true },
    );
    if (counted.allowed) return;
    const { retryAfter } = counted;
    throw new HostError('too_many_requests', { hint: 'Too many sign-ins were started from this address.', retryAfter });
  };
}
