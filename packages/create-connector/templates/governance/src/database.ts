import { ConnectorError } from '@jackfield/connector-kit';
import { closeSync, openSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';

/** `application_id` of the file, so that no other database is ever written into. */
const applicationId = 0x4a_66_53_6e;

const schema = `
  create table snapshot (
    id integer primary key autoincrement,
    source text not null,
    state text not null,
    cursor text not null
  ) strict;
  create table record (
    snapshot integer not null references snapshot,
    kind text not null,
    id text not null,
    data text not null,
    primary key (snapshot, kind, id)
  ) strict, without rowid;
  pragma application_id = ${applicationId};
`;

/**
 * Opens the database of the snapshots, readable by its owner alone, since it holds personal data.
 *
 * @param mayCreate whether it is made when it is not there
 * @throws `general` when the file cannot be used, or is something else
 */
export async function openDatabase(path: string, mayCreate: boolean): Promise<DatabaseSync> {
  try {
    closeSync(openSync(path, mayCreate ? 'a' : 'r+', 0o600));
    // Loaded on first use: importing this package must neither need nor announce SQLite.
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(path);
    prepare(database);
    return database;
  } catch (error) {
    if (ConnectorError.isInstance(error)) throw error;
    throw new ConnectorError('general', {
      hint: 'The database of the snapshots cannot be used. Check its path, its rights, the free space, and that no other sync runs.',
      cause: error,
    });
  }
}

/** Nobody else may write until it is closed: two syncs at once would mix their pages. */
function prepare(database: DatabaseSync): void {
  try {
    database.exec('pragma locking_mode = exclusive; begin exclusive;');
    const isEmpty = database.prepare('select 1 from sqlite_schema').get() === undefined;
    if (isEmpty) database.exec(schema);
    if (database.prepare('pragma application_id').get()?.application_id !== applicationId) {
      throw new ConnectorError('general', { hint: 'This file is not a database of snapshots. Give another path.' });
    }
    database.exec('commit');
  } catch (error) {
    database.close();
    throw error;
  }
}
