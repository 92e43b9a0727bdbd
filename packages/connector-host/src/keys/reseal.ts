import { sql } from 'kysely';
import type { HostContext } from '../context.ts';
import type { Write } from '../database/database.ts';
import type { ConnectorTable } from '../database/tables.ts';
import { HostError } from '../host-error.ts';
import { announceChange } from '../processes/announce-change.ts';
import { connectorContext, rowContext, type SealedContext, type SealedTable, sealedTables } from './sealed-columns.ts';

/** A row whose sealed value does not open. */
export interface UnreadableRow {
  readonly table: 'connectors' | SealedTable;
  /** Its primary key; of a session or sign-in, that is a hash. */
  readonly key: string;
  readonly code: 'sealed_wrong_key' | 'sealed_damaged';
}

/** What a pass over a table has done. */
export interface Resealed {
  readonly rows: number;
  readonly unreadable: readonly UnreadableRow[];
}

interface SealedRow {
  readonly key: string;
  readonly sealed: string;
  readonly context: SealedContext;
}

/** Rows in one transaction: other writers come in between. */
const batchSize = 100;

/**
 * Seals every value of a table again that is not sealed with the current key. A row that somebody else writes in the
 * meantime is left to the next pass.
 *
 * @param guardWrite part of each transaction
 */
export async function resealTable(
  context: HostContext,
  table: UnreadableRow['table'],
  guardWrite: (tx: Write) => Promise<void>,
): Promise<Resealed> {
  const unreadable: UnreadableRow[] = [];
  let rows = 0;
  for (let last = ''; ;) {
    const batch = await readBatch(context, table, last);
    const end = batch.at(-1);
    if (!end) return { rows, unreadable };
    last = end.key;
    const fresh = batch.flatMap((row) => {
      const result = resealed(context, row);
      if (result.code === undefined) return [{ key: row.key, before: row.sealed, after: result.sealed }];
      unreadable.push({ table, key: row.key, code: result.code });
      return [];
    });
    rows += await context.database.write(async (tx) => {
      await guardWrite(tx);
      let changed = 0;
      for (const row of fresh) changed += await replaceSealed(tx, table, row);
      if (table === 'connectors' && changed > 0) await announceChange(tx, context.database);
      return changed;
    });
  }
}

function resealed(
  { keys }: HostContext,
  { sealed, context }: SealedRow,
): { readonly sealed: string; readonly code?: undefined } | { readonly code: UnreadableRow['code'] } {
  try {
    return { sealed: keys.seal(keys.open(sealed, context), context) };
  } catch (error) {
    if (HostError.isInstance(error) && (error.code === 'sealed_wrong_key' || error.code === 'sealed_damaged')) {
      return { code: error.code };
    }
    throw error;
  }
}

function readBatch(context: HostContext, table: UnreadableRow['table'], last: string): Promise<SealedRow[]> {
  return table === 'connectors' ? readConnectorBatch(context, last) : readRowBatch(context, table, last);
}

async function readConnectorBatch({ database, keys }: HostContext, last: string): Promise<SealedRow[]> {
  const rows = await database.read((db) =>
    db
      .selectFrom('connectors')
      .select(['id', 'connector_id', 'version', 'config'])
      .where('id', '>', last)
      .where(sql<boolean>`substr(config, 1, ${prefixOf(keys).length}) <> ${prefixOf(keys)}`)
      .orderBy('id')
      .limit(batchSize)
      .execute(),
  );
  return rows.map((row: Pick<ConnectorTable, 'id' | 'connector_id' | 'version' | 'config'>) => ({
    key: row.id,
    sealed: row.config,
    context: connectorContext(row),
  }));
}

async function readRowBatch({ database, keys }: HostContext, table: SealedTable, last: string): Promise<SealedRow[]> {
  const { key, column } = sealedTables[table];
  const prefix = prefixOf(keys);
  const { rows } = await database.read((db) =>
    sql<{ key: string; sealed: string }>`
      select ${sql.ref(key)} as key, ${sql.ref(column)} as sealed from ${sql.table(table)}
      where ${sql.ref(key)} > ${last} and substr(${sql.ref(column)}, 1, ${sql.lit(prefix.length)}) <> ${prefix}
      order by ${sql.ref(key)} limit ${sql.lit(batchSize)}`.execute(db),
  );
  return rows.map((row) => ({ ...row, context: rowContext(table, row.key) }));
}

/** How everything begins that is sealed with the current key. */
function prefixOf(keys: HostContext['keys']): string {
  return `v1.${keys.currentId}.`;
}

async function replaceSealed(
  tx: Write,
  table: UnreadableRow['table'],
  { key, before, after }: { key: string; before: string; after: string },
): Promise<number> {
  const columns = table === 'connectors' ? { key: 'id', column: 'config' } : sealedTables[table];
  const { numAffectedRows = 0n } = await sql`
    update ${sql.table(table)} set ${sql.ref(columns.column)} = ${after}
    where ${sql.ref(columns.key)} = ${key} and ${sql.ref(columns.column)} = ${before}`.execute(tx);
  return Number(numAffectedRows);
}
