import { CompiledQuery, type Kysely } from 'kysely';
import type { Write } from './database.ts';
import { setShortcut } from './prepared.ts';
import type { SqliteConnection } from './sqlite.ts';
import type { Tables } from './tables.ts';

/** Writes in a transaction that others share; resolves once that is committed. */
export interface SharedWriter {
  /** Does everything of `work` or nothing, whatever becomes of the others. */
  write<Result>(work: (tx: Write) => Promise<Result>): Promise<Result>;
  /** As {@link write}, of a single statement, which is done whole or not at all by itself. */
  writeOne<Result>(work: (tx: Write) => Promise<Result>): Promise<Result>;
}

interface Job {
  /** Throws when what the others have done is lost, too. */
  readonly run: (tx: Write) => Promise<void>;
  /** Tells the caller how it went, once everything is committed. */
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
}

/** Other processes want to write, too. */
const mostJobs = 64;

const savepoint = CompiledQuery.raw('savepoint job');
const rollback = CompiledQuery.raw('rollback to job');
const release = CompiledQuery.raw('release job');

/**
 * SQLite has one writer at a time, and often takes longer to commit than to write: those who write within one turn of the
 * event loop do so one after the other, and share a commit.
 *
 * @param connection the only one. SQLite ends its transaction by itself when the disk is full, for one
 */
export function createSharedWriter(
  db: Kysely<Tables>,
  { isInTransaction, run: runNow }: Pick<SqliteConnection, 'isInTransaction' | 'run'>,
): SharedWriter {
  const waiting: Job[] = [];

  const runAll = async (): Promise<void> => {
    const jobs = waiting.splice(0, mostJobs);
    if (waiting.length > 0) setImmediate(runAll);
    try {
      await db.transaction().execute(async (tx) => {
        setShortcut(tx, runNow);
        // oxlint-disable-next-line no-await-in-loop -- there is one connection
        for (const job of jobs) await job.run(tx);
      });
      for (const job of jobs) job.settle();
    } catch (error) {
      for (const job of jobs) job.fail(error);
    }
  };

  const add = <Result>(work: (tx: Write) => Promise<Result>, undo: () => void): Promise<Result> =>
    new Promise((resolve, reject) => {
      let settle: (() => void) | undefined;
      const run = async (tx: Write): Promise<void> => {
        try {
          const result = await work(tx);
          settle = () => resolve(result);
        } catch (error) {
          if (!isInTransaction()) throw error;
          undo();
          settle = () => reject(error);
        }
      };
      if (waiting.length === 0) setImmediate(runAll);
      waiting.push({ run, settle: () => settle?.(), fail: reject });
    });

  return {
    write: (work) =>
      add(
        async (tx) => {
          runNow(savepoint);
          const result = await work(tx);
          runNow(release);
          return result;
        },
        () => {
          runNow(rollback);
          runNow(release);
        },
      ),
    writeOne: (work) => add(work, () => {}),
  };
}
