import type { ConnectorTable } from '../database/tables.ts';

/** The tables whose sealed column belongs to one row, named by its primary key. */
export const sealedTables = {
  provider_tokens: { key: 'identity_id', column: 'tokens' },
  sessions: { key: 'id_hash', column: 'id_token' },
  sign_ins: { key: 'state_hash', column: 'session' },
  pending_links: { key: 'token_hash', column: 'user_info' },
} as const;

export type SealedTable = keyof typeof sealedTables;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a constant
export const sealedTableNames = Object.keys(sealedTables) as readonly SealedTable[];

/** What a sealed value is bound to (`Keys.seal`): moved to another row or table, it does not open. */
export type SealedContext = readonly (string | number)[];

/** @param key the row's primary key */
export function rowContext(table: SealedTable, key: string): SealedContext {
  return [table, key];
}

/** A configuration is bound to its version too: an older one put back does not open. */
export function connectorContext(row: Pick<ConnectorTable, 'id' | 'connector_id' | 'version'>): SealedContext {
  return ['connectors', row.id, row.connector_id, row.version];
}
