import type { HostContext } from '../context.ts';
import type { Write } from '../database/database.ts';
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
    if (!row || typeof secret !== 'string') return undefined;
    try {
      return keys.mac(purpose, [connector, path, secret], row.key_id) === row.mac ? row.reference : undefined;
    } catch (error) {
      // Its key is gone: so is the knowledge.
      if (HostError.isInstance(error)) return undefined;
      throw error;
    }
  };
}
