import { sql } from 'kysely';
import type { HostContext } from '../context.ts';
import type { Database } from '../database/database.ts';
import { createOutage } from './outage.ts';
import { repeat } from './repeat.ts';

/** Tables whose rows expire, with their keys. */
const expiring = {
  sign_ins: 'state_hash',
  pending_links: 'token_hash',
  verification_codes: 'id',
  sms_outcomes: 'code_id',
  counters: 'name',
  sessions: 'id_hash',
  operator_sessions: 'id_hash',
  api_tokens: 'id',
} as const;

/** Milliseconds after the end of a row: the clocks of other processes may be behind. */
const grace = 60_000;
/** Rows of one transaction: on SQLite, other writers wait for it. */
const batchSize = 500;
/** Of one table and round; the rest waits for the next. */
const mostBatches = 20;

export interface SweepOptions {
  /** Milliseconds between two rounds, on average. Default one minute. */
  readonly interval?: number;
}

export type SweepContext = Pick<HostContext, 'database' | 'clock' | 'random' | 'log'>;

/**
 * Deletes expired rows every minute or so, in small batches; any number of processes may do so at once. An outage is logged
 * once, and its end.
 */
export function startSweep(
  context: SweepContext,
  { interval = 60_000 }: SweepOptions = {},
): { close(): Promise<void> } {
  const outage = createOutage(context.log, 'sweep');
  const isClosing = { value: false };
  const round = async (): Promise<void> => {
    try {
      const removed = await sweep(context, () => isClosing.value);
      if (removed > 0) context.log('debug', 'sweep.removed', { rows: removed });
      outage.worked();
    } catch (error) {
      outage.failed(error);
    }
  };
  // Processes that were started together do not go on together.
  const rounds = repeat(round, () => interval * (0.5 + (context.random.bytes(1)[0] ?? 0) / 255));
  return {
    async close() {
      isClosing.value = true;
      await rounds.close();
    },
  };
}

/**
 * One round.
 *
 * @returns how many rows were deleted
 */
export async function sweep(
  { database, clock }: Pick<SweepContext, 'database' | 'clock'>,
  isClosing: () => boolean = () => false,
): Promise<number> {
  const end = clock.now() - grace;
  let removed = 0;
  for (const [table, key] of Object.entries(expiring)) {
    for (let batch = 0; batch < mostBatches && !isClosing(); batch += 1) {
      const count = await removeBatch(database, table, key, end);
      removed += count;
      if (count < batchSize) break;
    }
  }
  return removed;
}

/** Rows that another process is deleting are passed over. */
async function removeBatch(database: Database, table: string, key: string, end: number): Promise<number> {
  const lock = database.kind === 'postgres' ? sql`for update skip locked` : sql``;
  const result = await database.write((tx) =>
    sql`delete from ${sql.table(table)} where ${sql.ref(key)} in
      (select ${sql.ref(key)} from ${sql.table(table)} where expires_at <= ${end} limit ${batchSize} ${lock})`.execute(
      tx,
    ),
  );
  return Number(result.numAffectedRows ?? 0);
}
