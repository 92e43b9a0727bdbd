import { ConnectorError } from '@jackfield/connector-kit';
import { closeSync, openSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';

/** `application_id` of the database file: `JfGv`. */
const applicationId = 0x4a_66_47_76;
const schemaVersion = 1;

const schema = `
  create table snapshot (
    id integer primary key autoincrement,
    tenant text not null,
    owner text,
    state text not null,
    started_at integer not null,
    ended_at integer,
    cursor text not null,
    problems text not null default '[]',
    notes text not null default '[]'
  ) strict;
  create table resource (
    snapshot integer not null references snapshot on delete cascade,
    type text not null,
    id text not null,
    data text not null,
    primary key (snapshot, type, id)
  ) strict, without rowid;
  create table membership (
    snapshot integer not null references snapshot on delete cascade,
    organization text not null,
    user text not null,
    roles text not null,
    primary key (snapshot, organization, user)
  ) strict, without rowid;
  create index membership_of_user on membership (snapshot, user);
  create table drained_organization (
    snapshot integer not null references snapshot on delete cascade,
    id text not null,
    fault text,
    primary key (snapshot, id)
  ) strict, without rowid;
  pragma application_id = ${applicationId};
  pragma user_version = ${schemaVersion};
`;

/**
 * Opens the database of the snapshots, and makes it when it is not there: readable by its owner alone, since it holds
 * personal data.
 *
 * @throws `general` when the file cannot be used, or is something else
 */
export async function openForWriting(path: string): Promise<DatabaseSync> {
  return guarded(async () => {
    closeSync(openSync(path, 'a', 0o600));
    const database = await open(path, false);
    try {
      database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on;');
      const isNew = readPragma(database, 'application_id') === 0 && isEmpty(database);
      if (isNew) database.exec(`begin immediate; ${schema} commit;`);
      checkFormat(database);
    } catch (error) {
      database.close();
      throw error;
    }
    return database;
  });
}

/** @throws `general` when there is no such database */
export async function openForReading(path: string): Promise<DatabaseSync> {
  return guarded(async () => {
    const database = await open(path, true);
    try {
      checkFormat(database);
    } catch (error) {
      database.close();
      throw error;
    }
    return database;
  });
}

/**
 * Lets one process at a time write: held until it is released or the process ends, however it ends.
 *
 * @returns releases it
 * @throws `general` when another process holds it
 */
export async function lockForWriting(path: string): Promise<() => void> {
  return guarded(async () => {
    const lock = `${path}.lock`;
    closeSync(openSync(lock, 'a', 0o600));
    const database = await open(lock, false);
    try {
      database.exec('begin exclusive');
    } catch {
      database.close();
      throw new ConnectorError('general', {
        hint: 'Another sync is writing to this database. Wait for it, stop it, or give another database.',
      });
    }
    return () => database.close();
  });
}

/** Turns what SQLite or the file system threw into a connector error. */
export function databaseFailed(error: unknown): ConnectorError {
  if (ConnectorError.isInstance(error)) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const hint = /^(?:ERR_SQLITE|E[A-Z]+$)/.test(code)
    ? 'The database of the snapshots cannot be used. Check its path, the rights on its folder, and the free space.'
    : 'This was not expected.';
  return new ConnectorError('general', { hint, cause: error });
}

async function guarded<Result>(action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    throw databaseFailed(error);
  }
}

/** Loaded on first use: importing this package must neither need nor announce SQLite. */
async function open(path: string, readOnly: boolean): Promise<DatabaseSync> {
  const { DatabaseSync } = await import('node:sqlite');
  return new DatabaseSync(path, { readOnly, timeout: 5_000 });
}

function checkFormat(database: DatabaseSync): void {
  if (readPragma(database, 'application_id') !== applicationId) {
    throw new ConnectorError('general', { hint: 'This file is not a database of snapshots. Give another path.' });
  }
  if (readPragma(database, 'user_version') !== schemaVersion) {
    throw new ConnectorError('general', {
      hint: 'This database was written by another version of this package. Use that version, or give another path.',
    });
  }
}

function readPragma(database: DatabaseSync, name: 'application_id' | 'user_version'): unknown {
  return database.prepare(`pragma ${name}`).get()?.[name];
}

function isEmpty(database: DatabaseSync): boolean {
  return database.prepare('select 1 from sqlite_schema').get() === undefined;
}
