import type { Kysely } from 'kysely';
import * as z from 'zod';
import type { Write } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import type { HostContext } from '../context.ts';

/** Who did something: `token:<id>`, `operator:<id>`, `cli`, `user:<id>`, `host`. */
export type Actor = string;

/** A change, to be remembered. */
export interface AuditEvent {
  readonly actor: Actor;
  /** In kebab-case with a dot: `connector.create`. */
  readonly action: string;
  /** Id of what was changed. */
  readonly subject: string;
  /** Safe particulars, such as the names of the changed fields: **never** a secret, a token or a value of a configuration. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** One link of the chain. */
export interface AuditEntry extends Required<AuditEvent> {
  /** 1, 2, 3 … */
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Where the chain ends; kept apart from it, so that entries cut off at the end are missed. */
const headGuard = z.object({ sequence: z.int(), keyId: z.string(), mac: z.string(), seal: z.string() });
export type AuditHead = z.infer<typeof headGuard>;

export const auditPurpose = 'audit';
const headPurpose = 'audit head';

/**
 * Adds to the chain, in the transaction that makes the change: neither is there without the other. Writers wait here for
 * each other until their transactions end.
 */
export async function appendAudit(tx: Write, { database, keys, clock }: HostContext, event: AuditEvent): Promise<void> {
  await database.lock(tx, 'audit');
  const head = await readHead(tx);
  const sequence = (head?.sequence ?? 0) + 1;
  const { actor, action, subject } = event;
  const details = JSON.stringify(event.details ?? {});
  const at = clock.now();
  const keyId = keys.currentId;
  const row = { sequence, at, actor, action, subject, details, key_id: keyId };
  const mac = keys.mac(auditPurpose, chained(row, head?.mac ?? ''), keyId);
  await tx
    .insertInto('audit')
    .values({ ...row, mac })
    .execute();
  await writeHead(tx, sealHead(keys, { sequence, keyId, mac }));
}

/** Makes the end of the chain certain: cutting entries off would need the key. */
export function sealHead(keys: HostContext['keys'], head: Omit<AuditHead, 'seal'>): AuditHead {
  return { ...head, seal: keys.mac(headPurpose, [head.sequence, head.mac], head.keyId) };
}

/** What an entry's MAC covers: all of it, and the MAC of the one before. */
export function chained(
  row: Pick<Tables['audit'], 'sequence' | 'at' | 'actor' | 'action' | 'subject' | 'details'>,
  previous: string,
): readonly (string | number)[] {
  return [row.sequence, row.at, row.actor, row.action, row.subject, row.details, previous];
}

/** `undefined` while the chain is empty. */
export async function readHead(db: Kysely<Tables>): Promise<AuditHead | undefined> {
  const row = await db.selectFrom('meta').select('value').where('name', '=', 'audit_head').executeTakeFirst();
  if (row === undefined || row.value === '') return undefined;
  return headGuard.parse(JSON.parse(row.value));
}

export async function writeHead(tx: Write, head: AuditHead): Promise<void> {
  await tx
    .updateTable('meta')
    .set({ value: JSON.stringify(head) })
    .where('name', '=', 'audit_head')
    .execute();
}

/** Whether the head was written by a holder of the key. */
export function isSealedHead(keys: HostContext['keys'], { sequence, keyId, mac, seal }: AuditHead): boolean {
  return keys.mac(headPurpose, [sequence, mac], keyId) === seal;
}
