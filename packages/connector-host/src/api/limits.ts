import type { HostContext } from '../context.ts';
import { HostError } from '../host-error.ts';
import type { Caller } from './caller.ts';
import { type Count, counterName, countWithin } from '../limits/counter.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

interface Limit {
  readonly limit: number;
  /** Milliseconds. */
  readonly window: number;
}

/** How often what may be done; counted in the database, for all processes together. */
export const apiLimits = {
  /** Requests of one client address. */
  address: { limit: 600, window: minute },
  /** Requests without a valid token, of one client address. */
  failures: { limit: 20, window: minute },
  /** Requests with one token. */
  token: { limit: 600, window: minute },
  /** What makes the host call out (test messages, diagnoses, authorization URIs), by token and by client address. */
  outbound: { limit: 30, window: 10 * minute },
  /** Test messages to one recipient. */
  recipient: { limit: 3, window: 10 * minute },
  recipientDay: { limit: 10, window: day },
  /** Test messages of the whole host. */
  messages: { limit: 200, window: day },
} as const satisfies Record<string, Limit>;

/** What is counted, and for whom. */
export type Counted = readonly [kind: keyof typeof apiLimits, subject: string];

/**
 * Counts one of each, all or none.
 *
 * @throws `too_many_requests`
 */
export async function countRequest({ database, clock }: HostContext, counted: readonly Counted[]): Promise<void> {
  const now = clock.now();
  const counts = counted.map(([kind, subject]): Count => {
    return { name: counterName(`api:${kind}`, subject), now, ...apiLimits[kind] };
  });
  await database.write(async (tx) => {
    for (const count of counts) {
      const result = await countWithin(tx, count);
      if (!result.allowed) throw new HostError('too_many_requests', { retryAfter: result.retryAfter });
    }
  });
}

/**
 * As {@link countRequest}, for what does no harm uncounted: a database that is full or cannot be written can still be
 * read, and an operator has to see what is wrong.
 */
export async function countIfPossible(context: HostContext, counted: readonly Counted[]): Promise<void> {
  try {
    await countRequest(context, counted);
  } catch (error) {
    const isUnwritable =
      HostError.isInstance(error) && (error.code === 'database_full' || error.code === 'database_read_only');
    if (!isUnwritable) throw error;
    context.log('warn', 'api.not_counted', { code: error.code });
  }
}

/** Counts what makes the host call out: neither the test button nor a diagnosis shall scan ports or flood anybody. */
export type OutboundLimit = (caller: Caller, address: string) => Promise<void>;

/** @throws (the limit) `too_many_requests` */
export function createOutboundLimit(context: HostContext): OutboundLimit {
  return ({ token }, address) =>
    countRequest(context, [
      ['outbound', `address:${address}`],
      ['outbound', `token:${token.id}`],
    ]);
}
