import type { Actor } from '../audit/audit.ts';
import { appendAudit } from '../audit/audit.ts';
import type { HostContext } from '../context.ts';
import type { Write } from '../database/database.ts';
import type { ConnectorTable } from '../database/tables.ts';
import { HostError } from '../host-error.ts';
import { connectorContext } from '../keys/sealed-columns.ts';
import type { Created } from './connectors.ts';
import { checkIdentitySource } from './identity-source.ts';
import type { JsonObject } from './plain-data.ts';
import { checkFree, withRules } from './row-rules.ts';
import { announceChange } from '../processes/announce-change.ts';

/** A row that is to be stored. Its configuration is sealed in the transaction: by then the newest key is known. */
export interface DraftRow extends Omit<ConnectorTable, 'config'> {
  readonly config: JsonObject;
}

/** Who changes something, and what the audit log says of it. */
export interface RowChange {
  readonly actor: Actor;
  readonly details: Readonly<Record<string, unknown>>;
  readonly allowIssuer: string | undefined;
}

/** All changes of connectors wait for each other here. The unique indexes hold whoever does not. */
const connectorLock = 'connectors';

/**
 * Adds a connector. The e-mail or SMS connector that was active goes in the same moment.
 *
 * @throws `id_taken`, `instance_exists`, `target_taken`; `identity_source_changed` (ConnectorError)
 */
export async function insertConnector(
  context: HostContext,
  draft: DraftRow,
  { actor, details, allowIssuer }: RowChange,
): Promise<{ row: ConnectorTable; replaced: Created['replaced'] }> {
  const { database } = context;
  return withRules(() =>
    database.write(async (tx) => {
      await database.lock(tx, connectorLock);
      const replaced = await removeActive(tx, draft.type);
      await checkFree(tx, draft);
      await checkIdentitySource(tx, draft.target, draft.issuer, allowIssuer);
      await appendAudit(tx, context, {
        actor,
        action: replaced ? 'connector.replace' : 'connector.create',
        subject: draft.id,
        details: { ...details, ...(replaced && { replaced }) },
      });
      const row = seal(context, draft);
      await tx.insertInto('connectors').values(row).execute();
      await announceChange(tx, database);
      return { row, replaced };
    }),
  );
}

/**
 * Changes a connector that still has the version before the draft's.
 *
 * @throws `connector_not_found`, `version_conflict`, `target_taken`; `identity_source_changed` (ConnectorError)
 */
export async function updateConnector(
  context: HostContext,
  draft: DraftRow,
  { actor, details, allowIssuer }: RowChange,
): Promise<ConnectorTable> {
  const { database } = context;
  const version = draft.version - 1;
  return withRules(() =>
    database.write(async (tx) => {
      await database.lock(tx, connectorLock);
      const before = await requireVersion(tx, draft.id, version);
      if (draft.issuer !== before.issuer) await checkIdentitySource(tx, draft.target, draft.issuer, allowIssuer);
      await appendAudit(tx, context, { actor, action: 'connector.update', subject: draft.id, details });
      const row = seal(context, draft);
      const { id: _id, created_at: _createdAt, ...columns } = row;
      const [result] = await tx
        .updateTable('connectors')
        .set(columns)
        .where('id', '=', draft.id)
        .where('version', '=', version)
        .execute();
      if (result?.numUpdatedRows !== 1n) throw conflict();
      await announceChange(tx, database);
      return row;
    }),
  );
}

/** @throws `connector_not_found`, `version_conflict` */
export async function deleteConnector(
  context: HostContext,
  id: string,
  actor: Actor,
  version: number | undefined,
): Promise<void> {
  if (!isConnectorId(id)) throw notFound();
  const { database } = context;
  await database.write(async (tx) => {
    await database.lock(tx, connectorLock);
    const { connector_id: connectorId } = await requireVersion(tx, id, version);
    await appendAudit(tx, context, { actor, action: 'connector.remove', subject: id, details: { connectorId } });
    await tx.deleteFrom('provider_tokens').where('connector', '=', id).execute();
    await tx.deleteFrom('connectors').where('id', '=', id).execute();
    await announceChange(tx, database);
  });
}

/** Whether a connector can have this id. */
export function isConnectorId(id: string): boolean {
  return /^[\w-]{1,64}$/.test(id);
}

/** @throws `connector_not_found` */
export async function readConnector({ database }: HostContext, id: string): Promise<ConnectorTable> {
  // PostgreSQL would refuse some texts as such.
  if (!isConnectorId(id)) throw notFound();
  const row = await database.read((db) =>
    db.selectFrom('connectors').selectAll().where('id', '=', id).executeTakeFirst(),
  );
  if (row) return row;
  throw notFound();
}

export function notFound(): HostError {
  return new HostError('connector_not_found', { hint: 'It may have been removed or replaced: list the connectors.' });
}

async function requireVersion(
  tx: Write,
  id: string,
  version: number | undefined,
): Promise<Pick<ConnectorTable, 'connector_id' | 'version' | 'issuer'>> {
  const row = await tx
    .selectFrom('connectors')
    .select(['connector_id', 'version', 'issuer'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound();
  if (version !== undefined && row.version !== version) throw conflict();
  return row;
}

function conflict(): HostError {
  return new HostError('version_conflict', {
    hint: 'Read the connector again, and make the change on what it is now.',
  });
}

async function removeActive(tx: Write, type: ConnectorTable['type']): Promise<Created['replaced']> {
  if (type !== 'Email' && type !== 'Sms') return undefined;
  const row = await tx
    .deleteFrom('connectors')
    .where('type', '=', type)
    .returning(['id', 'connector_id'])
    .executeTakeFirst();
  return row && { id: row.id, connectorId: row.connector_id };
}

function seal({ keys }: HostContext, draft: DraftRow): ConnectorTable {
  return { ...draft, config: keys.seal(JSON.stringify(draft.config), connectorContext(draft)) };
}
