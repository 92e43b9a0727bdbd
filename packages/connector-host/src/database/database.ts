import { setTimeout as wait } from 'node:timers/promises';
import { Kysely, sql, type Transaction } from 'kysely';
import type { PoolClient } from 'pg';
import { HostError } from '../host-error.ts';
import { databaseFailure } from './failures.ts';
import { migrate } from './migrate.ts';
import { postgresPool } from './postgres.ts';
import { setShortcut } from './prepared.ts';
import { createSharedWriter } from './shared-commit.ts';
import { connectSqlite, type SqliteConnection } from './sqlite.ts';
import type { Tables } from './tables.ts';

/** A transaction that may write. */
export type Write = Transaction<Tables>;

export interface WriteOptions {
  /**
   * A power cut may undo it, and what was written after it, until something that is not transient is written: for what a
   * sign-in under way consists of. It spares SQLite a wait for the disk, and lets those who write at the same moment share
   * a commit. Default `false`.
   */
  readonly isTransient?: boolean;
}

/** The connector database, on SQLite or PostgreSQL. */
export interface Database {
  readonly kind: 'sqlite' | 'postgres';
  /**
   * Reads, each query for itself. Never inside the work of {@link write}, which would wait for itself on SQLite.
   *
   * @throws `database_unavailable`, `database_busy`, `database_broken`
   */
  read<Result>(work: (db: Kysely<Tables>) => Promise<Result>): Promise<Result>;
  /**
   * Does everything or nothing. `work` may run several times, when another writer was in the way, and does nothing
   * but queries: while it runs, on SQLite, no other query of this process does.
   *
   * @throws `database_unavailable`, `database_busy`, `database_full`, `database_read_only`; what `work` throws
   */
  write<Result>(work: (tx: Write) => Promise<Result>, options?: WriteOptions): Promise<Result>;
  /** As {@link write}, of a single statement. */
  writeOne<Result>(work: (db: Kysely<Tables>) => Promise<Result>, options?: WriteOptions): Promise<Result>;
  /** Returns when everything that was written is kept, also {@link WriteOptions.isTransient}. */
  flush(): Promise<void>;
  /** Makes writers that name the same lock wait for each other until their transactions end. SQLite has one writer anyway. */
  lock(tx: Write, name: string): Promise<void>;
  /**
   * A connection of its own, for `LISTEN`; `undefined` on SQLite. The caller ends it with `release(true)`.
   *
   * @internal it would bring the driver's types into the declarations
   */
  readonly listener: (() => Promise<PoolClient>) | undefined;
  close(): Promise<void>;
}

/** Milliseconds for which a write is tried again while other writers are in the way. */
const longestBusy = 10_000;
/** Milliseconds between two tries, at most. */
const longestPause = 100;

/**
 * Opens a database and brings its tables up to date.
 *
 * @param url `sqlite:` and a path (made when it is not there), `sqlite::memory:`, or `postgres://user:password@host/name`
 * @throws `database_newer`, `database_unavailable`, `database_broken`, `database_read_only`; `invalid_request` for any
 *   other URL
 */
export async function openDatabase(url: string): Promise<Database> {
  const database = await connect(url);
  try {
    await migrate(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function connect(url: string): Promise<Database> {
  // Without a path, SQLite would keep everything until the program ends, and no longer.
  if (url.startsWith('sqlite:') && url !== 'sqlite:') {
    try {
      return createSqlite(connectSqlite(url.slice('sqlite:'.length)));
    } catch (error) {
      throw databaseFailure(error);
    }
  }
  if (/^postgres(?:ql)?:\/\//.test(url)) {
    const { dialect, connect: listener } = await postgresPool(url);
    return createPostgres(new Kysely<Tables>({ dialect }), listener);
  }
  throw new HostError('invalid_request', {
    hint: 'The database URL starts with "sqlite:" and a path, or with "postgres://".',
  });
}

function createPostgres(db: Kysely<Tables>, listener: Database['listener']): Database {
  return {
    kind: 'postgres',
    read: (work) => retried(() => work(db)),
    write: (work) => retried(() => db.transaction().execute(work)),
    writeOne: (work) => retried(() => work(db)),
    flush: async () => {},
    async lock(tx, name) {
      await sql`select pg_advisory_xact_lock(hashtextextended(${`jackfield:${name}`}, 0))`.execute(tx);
    },
    listener,
    close: () => db.destroy(),
  };
}

function createSqlite(connection: SqliteConnection): Database {
  const { dialect, isInTransaction, run } = connection;
  const db = new Kysely<Tables>({ dialect });
  // What a transaction has not committed is for nobody else.
  setShortcut(db, (query) => (isInTransaction() ? undefined : run(query)));
  const shared = createSharedWriter(db, connection);
  return {
    kind: 'sqlite',
    read: (work) => retried(() => work(db)),
    write: (work, { isTransient = false } = {}) =>
      retried(() => (isTransient ? shared.write(work) : writeToDisk(db, work))),
    writeOne: (work, { isTransient = false } = {}) =>
      retried(() => (isTransient ? shared.writeOne(work) : writeToDisk(db, work))),
    flush: () => retried(() => writeToDisk(db, touch)),
    lock: async () => {},
    listener: undefined,
    close: () => db.destroy(),
  };
}

/** With `synchronous = full`, SQLite waits at the commit until its whole log is on the disk. */
async function writeToDisk<Result>(db: Kysely<Tables>, work: (tx: Write) => Promise<Result>): Promise<Result> {
  return db.connection().execute(async (connection) => {
    await sql`pragma synchronous = full`.execute(connection);
    try {
      return await connection.transaction().execute(work);
    } finally {
      await sql`pragma synchronous = normal`.execute(connection);
    }
  });
}

/** Writes something, so that there is something to wait for. */
async function touch(tx: Write): Promise<void> {
  await tx
    .updateTable('meta')
    .set((eb) => ({ value: eb.ref('value') }))
    .where('name', '=', 'revision')
    .execute();
}

/** Tries again while the database is busy. Anything else is not repeated: it may have been done. */
async function retried<Result>(attempt: () => Promise<Result>): Promise<Result> {
  const end = Date.now() + longestBusy;
  for (let pause = 2; ; pause = Math.min(pause * 2, longestPause)) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one try after the other
      return await attempt();
    } catch (error) {
      const failure = databaseFailure(error);
      const isBusy = HostError.isInstance(failure) && failure.code === 'database_busy';
      if (!isBusy || Date.now() > end) throw failure;
      // oxlint-disable-next-line no-await-in-loop
      await wait(pause * (0.5 + Math.random()));
    }
  }
}
