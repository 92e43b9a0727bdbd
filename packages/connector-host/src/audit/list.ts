import * as z from 'zod';
import type { HostContext } from '../context.ts';
import type { AuditEntry } from './audit.ts';
import type { AuditRow } from './chain.ts';

/** Entries in one answer. */
const mostEntries = 500;

const detailsGuard = z.record(z.string(), z.unknown());

export interface AuditQuery {
  /** Only entries before this sequence: the last one of the page before. */
  readonly before?: number;
  /** At most this many, and at most 500. */
  readonly limit: number;
  /** Only entries about this id. */
  readonly subject?: string;
}

/** The audit log, newest first. It is not verified here: an entry may have been changed by hand. */
export async function listAudit(
  { database }: HostContext,
  { before, limit, subject }: AuditQuery,
): Promise<readonly AuditEntry[]> {
  const rows = await database.read((db) =>
    db
      .selectFrom('audit')
      .selectAll()
      .$if(before !== undefined, (query) => query.where('sequence', '<', before ?? 0))
      .$if(subject !== undefined, (query) => query.where('subject', '=', subject ?? ''))
      .orderBy('sequence', 'desc')
      .limit(Math.min(Math.max(Math.trunc(limit), 1), mostEntries))
      .execute(),
  );
  return rows.map(toEntry);
}

function toEntry({ sequence, at, actor, action, subject, details }: AuditRow): AuditEntry {
  return { sequence, at, actor, action, subject, details: readDetails(details) };
}

function readDetails(text: string): Readonly<Record<string, unknown>> {
  try {
    return detailsGuard.safeParse(JSON.parse(text)).data ?? {};
  } catch {
    return {};
  }
}
