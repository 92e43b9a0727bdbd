import { type Kysely, sql } from 'kysely';
import { HostError } from '../host-error.ts';
import type { Database } from './database.ts';
import { migrations } from './migrations.ts';
import type { Tables } from './tables.ts';

/**
 * Brings the tables up to date, in one transaction: a program that dies here leaves them as they were. Several processes
 * may start at once.
 *
 * @throws `database_newer` when a newer program has changed the tables
 */
export async function migrate(database: Database): Promise<void> {
  const newest = migrations.at(-1)?.version ?? 0;
  await database.write(async (tx) => {
    await database.lock(tx, 'migrate');
    await sql`create table if not exists jackfield_version (version integer primary key)`.execute(tx);
    const current = await readVersion(tx);
    if (current > newest) {
      throw new HostError('database_newer', {
        hint: `Its tables have version ${current}, and this program knows them up to ${newest}. Install the newer program again.`,
      });
    }
    for (const { version, up } of migrations.filter((migration) => migration.version > current)) {
      // oxlint-disable-next-line no-await-in-loop -- each builds on the one before
      await up(tx);
      // oxlint-disable-next-line no-await-in-loop
      await sql`insert into jackfield_version (version) values (${version})`.execute(tx);
    }
  });
}

async function readVersion(tx: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ version: number | null }>`select max(version) as version from jackfield_version`.execute(
    tx,
  );
  return rows[0]?.version ?? 0;
}
