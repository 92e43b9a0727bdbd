import { randomBytes } from 'node:crypto';
import { createConnectors } from '../connectors/create-connectors.ts';
import type { Connectors } from '../connectors/connectors.ts';
import type { HostContext } from '../context.ts';
import type { ConnectorTable, Tables } from '../database/tables.ts';
import { installed } from './packages.ts';

let discovery: ReturnType<typeof installed> | undefined;

/** The connectors of a host that has every connector of this workspace installed. */
export async function openConnectors(context: HostContext): Promise<Connectors> {
  discovery ??= installed();
  return createConnectors(context, await discovery);
}

/** The rows as they lie in the database. */
export function connectorRows({ database }: HostContext): Promise<ConnectorTable[]> {
  return database.read((db) => db.selectFrom('connectors').selectAll().orderBy('created_at').orderBy('id').execute());
}

export function auditRows({ database }: HostContext): Promise<Tables['audit'][]> {
  return database.read((db) => db.selectFrom('audit').selectAll().orderBy('sequence').execute());
}

export async function revision({ database }: HostContext): Promise<number> {
  const row = await database.read((db) =>
    db.selectFrom('meta').select('value').where('name', '=', 'revision').executeTakeFirstOrThrow(),
  );
  return Number(row.value);
}

/** Changes a row as somebody with the database's password would, and lets the hosts see it. */
export async function editRow({ database }: HostContext, id: string, columns: Partial<ConnectorTable>): Promise<void> {
  await database.write(async (tx) => {
    await tx.updateTable('connectors').set(columns).where('id', '=', id).execute();
    await tx
      .updateTable('meta')
      .set({ value: randomBytes(4).readUInt32BE().toString() })
      .where('name', '=', 'revision')
      .execute();
  });
}

/** Adds a person who has signed in by `target`. */
export async function addIdentity(
  { database }: HostContext,
  target: string,
  issuer: string,
  subject = 'ada',
): Promise<void> {
  const id = randomBytes(9).toString('base64url');
  const at = 1_700_000_000_000;
  await database.write(async (tx) => {
    await tx
      .insertInto('users')
      .values({ id, email_verified: 0, phone_verified: 0, created_at: at, updated_at: at })
      .execute();
    await tx
      .insertInto('identities')
      .values({ id, user_id: id, target, issuer, subject, created_at: at, last_sign_in_at: at })
      .execute();
  });
}
