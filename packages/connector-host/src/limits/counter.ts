import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { prepared, type ValueOf } from '../database/prepared.ts';
import type { Instant, Tables } from '../database/tables.ts';

/** One thing to count. */
export interface Count {
  /** What is counted, and for whom: see {@link counterName}. */
  readonly name: string;
  /** Milliseconds. */
  readonly window: number;
  /** The most that may be counted within a window. 0: nothing. */
  readonly limit: number;
  readonly now: Instant;
  /** Default 1. */
  readonly amount?: number;
}

/** Whether it was within the limit. What was not is not counted. */
export type Counted =
  | { readonly allowed: true; readonly count: number; readonly windowStart: Instant }
  /** `retryAfter`: seconds until the window ends. */
  | { readonly allowed: false; readonly retryAfter: number };

/** Characters of a name; index entries have a limit, and what comes from outside may be long. */
const longestName = 200;

/**
 * The name of a counter.
 *
 * @param kind what is counted, such as `code:recipient`
 * @param subject for whom; one that is too long stands there as its SHA-256
 */
export function counterName(kind: string, subject: string): string {
  const name = `${kind}:${subject}`;
  if (name.length <= longestName) return name;
  return `${kind}:sha256:${createHash('sha256').update(subject).digest('base64url')}`;
}

/**
 * Counts, unless that would pass the limit: one statement, which is exact however many processes do it at once.
 *
 * A window is fixed, and begins with the first thing counted in it: with a limit of 1 it is a pause of exactly that
 * length. Over any period as long as the window, at most twice the limit passes: at the end of one, and the beginning of
 * the next. What is refused is not counted, so that nobody is locked out for longer by trying. A window that begins more
 * than its own length ahead was begun by a clock that has been put back: it is over, too.
 *
 * @param db in a transaction, the counter stays locked until it ends: count in the same order everywhere
 */
export async function countWithin(db: Kysely<Tables>, count: Count): Promise<Counted> {
  const { name, window, limit, now, amount = 1 } = count;
  if (amount > limit) return { allowed: false, retryAfter: seconds(window) };
  const values = { name, now, end: now + window, amount, mostBefore: limit - amount };
  const [row] = (await addWithin(db, values)).rows;
  if (row) return { allowed: true, count: row.count, windowStart: row.window_start };
  return { allowed: false, retryAfter: await untilEnd(db, name, now) };
}

interface Addition {
  readonly name: string;
  readonly now: Instant;
  /** Of a window that begins now. */
  readonly end: Instant;
  readonly amount: number;
  /** What may have been counted before. */
  readonly mostBefore: number;
}

/** Answers nothing when it would pass the limit. */
const addWithin = prepared((db, value: ValueOf<Addition>) =>
  db
    .insertInto('counters')
    .values({ name: value('name'), window_start: value('now'), count: value('amount'), expires_at: value('end') })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet((eb) => {
          const isOver = eb.or([
            eb('counters.expires_at', '<=', value('now')),
            eb('counters.window_start', '>', value('end')),
          ]);
          return {
            window_start: eb
              .case()
              .when(isOver)
              .then(eb.ref('excluded.window_start'))
              .else(eb.ref('counters.window_start'))
              .end(),
            count: eb
              .case()
              .when(isOver)
              .then(eb.ref('excluded.count'))
              .else(eb('counters.count', '+', eb.ref('excluded.count')))
              .end(),
            expires_at: eb
              .case()
              .when(isOver)
              .then(eb.ref('excluded.expires_at'))
              .else(eb.ref('counters.expires_at'))
              .end(),
          };
        })
        .where((eb) =>
          eb.or([
            eb('counters.expires_at', '<=', value('now')),
            eb('counters.window_start', '>', value('end')),
            eb('counters.count', '<=', value('mostBefore')),
          ]),
        ),
    )
    .returning(['count', 'window_start']),
);

/** Takes back what was counted, unless the window in which it was counted is over. */
export async function giveBack(
  db: Kysely<Tables>,
  name: string,
  { windowStart, amount = 1 }: { readonly windowStart: Instant; readonly amount?: number },
): Promise<void> {
  await db
    .updateTable('counters')
    .set((eb) => ({ count: eb('count', '-', amount) }))
    .where('name', '=', name)
    .where('window_start', '=', windowStart)
    .execute();
}

async function untilEnd(db: Kysely<Tables>, name: string, now: Instant): Promise<number> {
  const row = await db.selectFrom('counters').select('expires_at').where('name', '=', name).executeTakeFirst();
  return seconds((row?.expires_at ?? now) - now);
}

function seconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1000));
}
