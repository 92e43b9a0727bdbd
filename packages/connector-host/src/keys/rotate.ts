import { setTimeout as wait } from 'node:timers/promises';
import { type Actor, appendAudit } from '../audit/audit.ts';
import { rewriteChain } from '../audit/rewrite-chain.ts';
import type { AuditVerification } from '../audit/verify.ts';
import { readStoredConfig } from '../connectors/connector-state.ts';
import type { HostContext } from '../context.ts';
import { renewReferences } from '../transfer/secret-references.ts';
import { resealTable, type UnreadableRow } from './reseal.ts';
import { type RotationLease, takeRotationLease } from './rotation-lease.ts';
import { sealedTableNames } from './sealed-columns.ts';

/** What a rotation has done. */
export interface Rotation {
  /** Short name of the key that everything is sealed with now. */
  readonly keyId: string;
  /** How many values were sealed again. */
  readonly resealed: number;
  /** Values that could not be opened; they are as they were. */
  readonly unreadable: readonly UnreadableRow[];
  /** The audit log, verified before it was written anew; a broken one is as it was. */
  readonly audit: AuditVerification;
  /** Whether the old keys are gone. When not, {@link hint} says why, and what to do. */
  readonly oldKeysRemoved: boolean;
  readonly hint: string;
}

export interface RotationOptions {
  /** Default `cli`. */
  readonly actor?: Actor;
  /**
   * Milliseconds that other processes get to end what they began with the old key. A value that one of them stores later
   * than that cannot be read any more. Default 2 000.
   */
  readonly settle?: number;
  /** Milliseconds after which a rotation that died may be taken over. Default 30 000. */
  readonly lease?: number;
}

const tables: readonly UnreadableRow['table'][] = ['connectors', ...sealedTableNames];

/**
 * Seals everything with a new key, and then drops the old ones. Keys that came from the environment are not the host's to
 * change: everything is sealed with the first of them.
 *
 * It may be killed at any moment and run again: until the very end every key is kept. Other processes go on working; they
 * must read the same key file. Codes that were sent before are no longer accepted when it ends.
 *
 * @throws `keys_rotating` when another process is at it; `key_invalid`; `database_*`
 */
export async function rotateKeys(
  context: HostContext,
  { actor = 'cli', settle = 2000, lease: duration = 30_000 }: RotationOptions = {},
): Promise<Rotation> {
  const { lease, keyId } = await takeRotationLease(context, (interrupted) => chooseKey(context, interrupted), duration);
  try {
    return await rotateTo(context, keyId, lease, { actor, settle });
  } catch (error) {
    // The lease may be lost, or the database: then it ends by itself.
    await lease.release().catch(() => {});
    throw error;
  }
}

/** A rotation that did not end goes on with its key. */
function chooseKey({ keys }: HostContext, interrupted: string | undefined): string {
  keys.reload();
  if (interrupted !== keys.currentId && keys.ring.add) {
    keys.ring.add();
    keys.reload();
  }
  return keys.currentId;
}

async function rotateTo(
  context: HostContext,
  keyId: string,
  lease: RotationLease,
  { actor, settle }: Required<Pick<RotationOptions, 'actor' | 'settle'>>,
): Promise<Rotation> {
  const { database, keys } = context;
  const guardWrite = (tx: Parameters<RotationLease['renew']>[0]): Promise<void> => lease.renew(tx);
  // First the log: whoever changes a connector after this holds the log's lock, and knows the new key.
  const audit = await database.write(async (tx) => {
    await guardWrite(tx);
    const verification = await rewriteChain(tx, context);
    await appendAudit(tx, context, {
      actor,
      action: 'keys.rotate',
      subject: keyId,
      details: { log: verification.intact },
    });
    return verification;
  });

  let resealed = 0;
  const pass = async (): Promise<readonly UnreadableRow[]> => {
    const unreadable: UnreadableRow[] = [];
    for (const table of tables) {
      const result = await resealTable(context, table, guardWrite);
      resealed += result.rows;
      unreadable.push(...result.unreadable);
    }
    return unreadable;
  };
  await pass();
  if (keys.ring.add) await wait(settle);
  const unreadable = await pass();
  await renewReferences(context, (connector) => configOf(context, connector), guardWrite);

  const mayDrop = unreadable.length === 0 && audit.intact;
  const oldKeysRemoved = await database.write(async (tx) => {
    await lease.end(tx);
    return mayDrop && dropOldKeys(context, keyId);
  });
  keys.reload();
  return { keyId, resealed, unreadable, audit, oldKeysRemoved, hint: hintOf({ mayDrop, oldKeysRemoved }, context) };
}

/** `undefined` when it is gone, or cannot be read. */
async function configOf({ database, keys }: HostContext, connector: string): Promise<unknown> {
  const row = await database.read((db) =>
    db.selectFrom('connectors').selectAll().where('id', '=', connector).executeTakeFirst(),
  );
  const stored = row && readStoredConfig({ keys }, row);
  return stored && 'config' in stored ? stored.config : undefined;
}

/** While no other rotation can begin. */
function dropOldKeys({ keys }: HostContext, keyId: string): boolean {
  keys.reload();
  if (keys.ring.keepNewest === undefined || keys.currentId !== keyId) return false;
  keys.ring.keepNewest();
  return true;
}

function hintOf(
  { mayDrop, oldKeysRemoved }: { mayDrop: boolean; oldKeysRemoved: boolean },
  { keys }: HostContext,
): string {
  if (!mayDrop) {
    return 'Some of it could not be opened or verified, so the old keys are kept. Mend or remove these rows, and rotate again.';
  }
  if (oldKeysRemoved)
    return 'Everything is sealed with the new key, and the old ones are gone. Keep the backup of the key with backups made before.';
  return keys.ids().length > 1
    ? `Everything is sealed with the first key. Remove the others from ${keys.ring.source} and start every process again.`
    : `Everything is sealed with the only key of ${keys.ring.source}. To change it, put a new key before it (new,old), start every process again, and rotate.`;
}
