import { type Kysely, sql } from 'kysely';
import type { Database, Write } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';

/** On which PostgreSQL tells the host's processes of changes. */
export const changeChannel = 'jackfield';

/**
 * Tells every process of the host that something has changed which they keep in memory: the database's revision grows,
 * and with the commit PostgreSQL notifies all who listen. In the transaction that makes the change.
 */
export async function announceChange(tx: Write, { kind }: Pick<Database, 'kind'>): Promise<void> {
  await tx
    .updateTable('meta')
    .set({ value: sql`cast(cast(value as bigint) + 1 as text)` })
    .where('name', '=', 'revision')
    .execute();
  if (kind === 'postgres') await sql`select pg_notify(${changeChannel}, '')`.execute(tx);
}

/** The database's revision: another one after each change that was announced; `0` before the first. */
export async function readRevision(db: Kysely<Tables>): Promise<string | undefined> {
  const row = await db.selectFrom('meta').select('value').where('name', '=', 'revision').executeTakeFirst();
  return row?.value;
}
