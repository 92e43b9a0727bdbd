import type { HostContext } from '../context.ts';
import type { Write } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import { HostError } from '../host-error.ts';

/** Where a secret of a connector came from. */
export interface KnownReference {
  /** `auth.password` */
  readonly path: string;
  /** `env:NAME` or `file:path`. */
  readonly reference: string;
  readonly secret: string;
}

const purpose = 'secret reference';

/** The part of a configuration at a path: `['auth', 'password']`. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return valueAt(Object.entries(value).find(([name]) => name === key)?.[1], rest);
}

/** Remembers where a connector's secrets came from, in the transaction that stores them. */
export async function storeReferences(
  tx: Write,
  { keys }: HostContext,
  connector: string,
  references: readonly KnownReference[],
): Promise<void> {
  if (references.length === 0) return;
  const keyId = keys.currentId;
  const rows = references.map(({ path, reference, secret }) => {
    return { connector, path, reference, key_id: keyId, mac: keys.mac(purpose, [connector, path, secret], keyId) };
  });
  await tx
    .insertInto('secret_references')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['connector', 'path']).doUpdateSet((eb) => ({
        reference: eb.ref('excluded.reference'),
        key_id: eb.ref('excluded.key_id'),
        mac: eb.ref('excluded.mac'),
      })),
    )
    .execute();
}

/**
 * Where the secret that is stored now came from.
 *
 * @returns a function of its path and value; `undefined` when it was entered by hand, or changed since
 */
export async function readReferences(
  { database, keys }: HostContext,
  connector: string,
): Promise<(path: string, secret: unknown) => string | undefined> {
  const rows = await database.read((db) =>
    db.selectFrom('secret_references').selectAll().where('connector', '=', connector).execute(),
  );
  return (path, secret) => {
    const row = rows.find((one) => one.path === path);
    return row && isOf(keys, row, secret) ? row.reference : undefined;
  };
}

/**
 * Keeps the knowledge where secrets came from when keys are rotated: it is proved by MACs, which are made anew under the
 * current key. What somebody writes in the meantime is left as they wrote it.
 *
 * @param configOf the configuration of a connector; `undefined` when it cannot be read
 * @param guardWrite part of each transaction
 */
export async function renewReferences(
  { database, keys }: HostContext,
  configOf: (connector: string) => Promise<unknown>,
  guardWrite: (tx: Write) => Promise<void>,
): Promise<void> {
  const keyId = keys.currentId;
  const rows = await database.read((db) =>
    db.selectFrom('secret_references').selectAll().where('key_id', '<>', keyId).execute(),
  );
  for (const row of rows) {
    const { connector, path, mac } = row;
    const secret = valueAt(await configOf(connector), path.split('.'));
    if (!isOf(keys, row, secret)) continue;
    const fresh = { key_id: keyId, mac: keys.mac(purpose, [connector, path, String(secret)], keyId) };
    await database.write(async (tx) => {
      await guardWrite(tx);
      await tx
        .updateTable('secret_references')
        .set(fresh)
        .where('connector', '=', connector)
        .where('path', '=', path)
        .where('mac', '=', mac)
        .execute();
    });
  }
}

/** Whether `secret` is the one that the row tells the origin of. */
function isOf(keys: HostContext['keys'], row: Tables['secret_references'], secret: unknown): boolean {
  if (typeof secret !== 'string') return false;
  try {
    return keys.mac(purpose, [row.connector, row.path, secret], row.key_id) === row.mac;
  } catch (error) {
    // Its key is gone: so is the knowledge.
    if (HostError.isInstance(error)) return false;
    throw error;
  }
}
