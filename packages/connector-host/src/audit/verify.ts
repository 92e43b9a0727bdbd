import type { Kysely } from 'kysely';
import type { HostContext } from '../context.ts';
import type { Tables } from '../database/tables.ts';
import { readRevision } from '../processes/announce-change.ts';
import { type AuditHead, readHead } from './audit.ts';
import { type AuditFault, chainPages, headFault, linkFault } from './chain.ts';

/** Whether the audit log is what was written. */
export type AuditVerification =
  | { readonly intact: true; readonly entries: number }
  | {
      readonly intact: false;
      /** How many entries are right, from the first on. */
      readonly entries: number;
      /** Where the chain is broken first. */
      readonly sequence: number;
      readonly fault: AuditFault;
      /** What that means. */
      readonly hint: string;
    };

const hints: Readonly<Record<AuditFault, string>> = {
  missing: 'The entry was deleted, or given another number.',
  changed: 'The entry was changed, or has changed places with another one.',
  cut: 'This entry and whatever followed it were deleted.',
  added: 'An entry before this was written by something other than the host.',
  head: 'The mark of where the log ends was changed. Whether entries are missing at the end cannot be told.',
  key: 'The key that it was written with is not here. Add the old key after the new one, and verify again.',
};

/**
 * Checks every entry of the audit log: that it is what was written, that none is missing, and that the end is there. Reads
 * page by page, while the host goes on writing.
 *
 * It cannot see that the whole database was replaced by an older copy of itself.
 *
 * @throws `database_*`
 */
export async function verifyAudit(context: HostContext): Promise<AuditVerification> {
  const verifyOnce = (): Promise<AuditVerification> => context.database.read((db) => verifyChain(context, db));
  const result = await verifyOnce();
  // A rotation of the keys may have written the chain anew, when half of it was read.
  return result.intact ? result : verifyOnce();
}

/** As {@link verifyAudit}, on one connection. */
export async function verifyChain({ keys }: Pick<HostContext, 'keys'>, db: Kysely<Tables>): Promise<AuditVerification> {
  let entries = 0;
  let previous = '';

  const walk = async (): Promise<AuditFault | undefined> => {
    for await (const page of chainPages(db, entries)) {
      for (const row of page) {
        const fault = linkFault(keys, row, entries + 1, previous);
        if (fault !== undefined) return fault;
        entries += 1;
        previous = row.mac;
      }
    }
    return undefined;
  };
  const verdict = (fault: AuditFault | undefined): AuditVerification =>
    fault === undefined
      ? { intact: true, entries }
      : { intact: false, entries, sequence: entries + 1, fault, hint: hints[fault] };

  for (;;) {
    const start = entries;
    const fault = await walk();
    if (fault !== undefined) return verdict(fault);
    const head = await readSafeHead(db);
    // Entries were added after the last page was read.
    if (typeof head === 'object' && head.sequence > entries && entries > start) continue;
    if (head === 'damaged') return verdict('head');
    if (head === 'none') return verdict((await isUnused(db)) && entries === 0 ? undefined : 'head');
    return verdict(headFault(keys, head) ?? endFault(head));
  }

  function endFault({ sequence, mac }: AuditHead): AuditFault | undefined {
    if (sequence !== entries) return sequence > entries ? 'cut' : 'added';
    return mac === previous ? undefined : 'head';
  }
}

async function readSafeHead(db: Kysely<Tables>): Promise<AuditHead | 'none' | 'damaged'> {
  const row = await db.selectFrom('meta').select('value').where('name', '=', 'audit_head').executeTakeFirst();
  if (row?.value === '') return 'none';
  try {
    return (await readHead(db)) ?? 'damaged';
  } catch {
    return 'damaged';
  }
}

/** Every change of a connector is in the log: where there was one, the log cannot be empty. */
async function isUnused(db: Kysely<Tables>): Promise<boolean> {
  return (await readRevision(db)) === '0';
}
