import { sql } from 'kysely';
import type { HostContext } from '../context.ts';
import type { Write } from '../database/database.ts';
import { auditPurpose, chained, readHead, sealHead, writeHead } from './audit.ts';
import { type AuditRow, chainPages } from './chain.ts';
import { type AuditVerification, verifyChain } from './verify.ts';

/**
 * Writes the MACs of the whole chain anew under the current key, if the chain is right under those it has. Whoever writes
 * an entry waits for the end of the transaction.
 *
 * @returns what was found; a chain that is broken is left as it is, for its MACs are the evidence
 */
export async function rewriteChain(tx: Write, { database, keys }: HostContext): Promise<AuditVerification> {
  await database.lock(tx, 'audit');
  const verification = await verifyChain({ keys }, tx);
  const head = verification.intact ? await readHead(tx) : undefined;
  if (!head) return verification;
  const keyId = keys.currentId;
  let mac = '';
  for await (const page of chainPages(tx, 0)) {
    const fresh = page.map((row) => {
      mac = keys.mac(auditPurpose, chained(row, mac), keyId);
      return { sequence: row.sequence, mac };
    });
    await writeMacs(tx, keyId, fresh);
  }
  await writeHead(tx, sealHead(keys, { sequence: head.sequence, keyId, mac }));
  return verification;
}

async function writeMacs(
  tx: Write,
  keyId: string,
  entries: readonly Pick<AuditRow, 'sequence' | 'mac'>[],
): Promise<void> {
  const rows = sql.join(entries.map(({ sequence, mac }) => sql`(cast(${sequence} as bigint), cast(${mac} as text))`));
  await sql`with fresh (sequence, mac) as (values ${rows})
    update audit set key_id = ${keyId}, mac = fresh.mac from fresh where fresh.sequence = audit.sequence`.execute(tx);
}
