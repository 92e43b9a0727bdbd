import type { Kysely, Selectable } from 'kysely';
import type { AuditTable, Tables } from '../database/tables.ts';
import { HostError } from '../host-error.ts';
import type { Keys } from '../keys/keys.ts';
import { type AuditHead, auditPurpose, chained, isSealedHead } from './audit.ts';

export type AuditRow = Selectable<AuditTable>;

/** What is wrong at a link of the chain. */
export type AuditFault =
  /** An entry is not there, though later ones are. */
  | 'missing'
  /** An entry is not what was written, or not where it was written. */
  | 'changed'
  /** The end is not there. */
  | 'cut'
  /** An entry was added by something that is not the host. */
  | 'added'
  /** The mark of where the chain ends is not the host's. */
  | 'head'
  /** The key that it was written with is not here. */
  | 'key';

const pageSize = 500;

/** The entries after `sequence`, in order, page by page. */
export async function* chainPages(db: Kysely<Tables>, sequence: number): AsyncGenerator<readonly AuditRow[]> {
  for (let last = sequence; ;) {
    const page = await db
      .selectFrom('audit')
      .selectAll()
      .where('sequence', '>', last)
      .orderBy('sequence')
      .limit(pageSize)
      .execute();
    const end = page.at(-1);
    if (!end) return;
    yield page;
    last = end.sequence;
  }
}

/** Whether `row` is what follows the entry with `previous` as its MAC. */
export function linkFault(keys: Keys, row: AuditRow, expected: number, previous: string): AuditFault | undefined {
  if (row.sequence !== expected) return 'missing';
  return macFault(() => keys.mac(auditPurpose, chained(row, previous), row.key_id) === row.mac, 'changed');
}

/** Whether the chain ends where it was last written. */
export function headFault(keys: Keys, head: AuditHead): AuditFault | undefined {
  return macFault(() => isSealedHead(keys, head), 'head');
}

function macFault(isRight: () => boolean, fault: AuditFault): AuditFault | undefined {
  try {
    return isRight() ? undefined : fault;
  } catch (error) {
    if (HostError.isInstance(error) && error.code === 'sealed_wrong_key') return 'key';
    throw error;
  }
}
