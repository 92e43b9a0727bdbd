import { sql } from 'kysely';
import { type AuditVerification, verifyAudit } from '../../audit/verify.ts';
import type { HostContext } from '../../context.ts';
import type { ConnectorTable, IdentityTable, UserTable } from '../../database/tables.ts';
import { HostError } from '../../host-error.ts';
import { connectorContext, rowContext, sealedTableNames, sealedTables } from '../../keys/sealed-columns.ts';

/** What lies in the tables when all is over. */
export interface Stored {
  readonly connectors: readonly Pick<ConnectorTable, 'id' | 'type' | 'target' | 'platform' | 'version' | 'metadata'>[];
  readonly users: readonly Pick<UserTable, 'id' | 'email_key' | 'email_verified' | 'phone' | 'phone_verified'>[];
  readonly identities: readonly Pick<IdentityTable, 'user_id' | 'target' | 'issuer' | 'subject'>[];
  /** Addresses of the codes that are still good. */
  readonly liveCodes: readonly string[];
  /** By name. */
  readonly counters: ReadonlyMap<string, number>;
  readonly audit: readonly StoredEvent[];
  readonly verification: AuditVerification;
  /** Of `meta`. */
  readonly revision: number;
  /** Sealed values, and those of them that do not open: table, key and reason. */
  readonly sealed: number;
  readonly unreadable: readonly string[];
}

export interface StoredEvent {
  readonly action: string;
  readonly subject: string;
  /** JSON. */
  readonly details: string;
}

/** Reads the raw tables, and opens whatever is sealed. */
export async function readStored(context: HostContext): Promise<Stored> {
  const { database } = context;
  const connectors = await database.read((db) => db.selectFrom('connectors').selectAll().execute());
  const codes = await database.read((db) => db.selectFrom('verification_codes').select('address').execute());
  const counters = await database.read((db) => db.selectFrom('counters').select(['name', 'count']).execute());
  const meta = await database.read((db) => db.selectFrom('meta').selectAll().execute());
  const sealed: readonly SealedValue[] = [
    ...connectors.map((row) => ({ place: `connectors ${row.id}`, value: row.config, context: connectorContext(row) })),
    ...(await readSealed(context)),
  ];
  return {
    connectors,
    users: await database.read((db) => db.selectFrom('users').selectAll().execute()),
    identities: await database.read((db) => db.selectFrom('identities').selectAll().execute()),
    liveCodes: codes.map(({ address }) => address),
    counters: new Map(counters.map(({ name, count }) => [name, count])),
    audit: await database.read((db) => db.selectFrom('audit').selectAll().orderBy('sequence').execute()),
    verification: await verifyAudit(context),
    revision: Number(meta.find(({ name }) => name === 'revision')?.value),
    sealed: sealed.length,
    unreadable: sealed.flatMap((one) => problemOf(context, one)),
  };
}

interface SealedValue {
  readonly place: string;
  readonly value: string;
  readonly context: readonly (string | number)[];
}

async function readSealed({ database }: HostContext): Promise<readonly SealedValue[]> {
  const values = await Promise.all(
    sealedTableNames.map(async (table) => {
      const { key, column } = sealedTables[table];
      const { rows } = await database.read((db) =>
        sql<{ key: string; value: string }>`select ${sql.ref(key)} as key, ${sql.ref(column)} as value
          from ${sql.table(table)} where ${sql.ref(column)} is not null`.execute(db),
      );
      return rows.map((row) => ({
        place: `${table} ${row.key}`,
        value: row.value,
        context: rowContext(table, row.key),
      }));
    }),
  );
  return values.flat();
}

function problemOf({ keys }: HostContext, { place, value, context }: SealedValue): readonly string[] {
  try {
    keys.open(value, context);
    return [];
  } catch (error) {
    return [`${place} does not open: ${HostError.isInstance(error) ? error.code : String(error)}`];
  }
}
