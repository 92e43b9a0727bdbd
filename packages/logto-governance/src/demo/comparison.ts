import { openSnapshots } from '../store/snapshots.ts';
import type { TenantFacts } from './tenant-process.ts';

/** How a snapshot differs from its tenant. */
export interface Comparison {
  /** Users, organizations, memberships and assignments that are missing. */
  readonly missing: number;
  /** The same, that are there twice, or are not so. */
  readonly duplicated: number;
}

/** Compares the last sealed snapshot with what is so in the tenant. */
export async function compare(database: string, { users, organizations, holdings }: TenantFacts): Promise<Comparison> {
  const snapshots = await openSnapshots(database);
  try {
    const snapshot = snapshots.get();
    const found: string[] = [];
    for (const type of ['user', 'organization']) for (const { id } of snapshot.resources(type)) found.push(id);
    for (const { entitlement, principal } of snapshot.grants()) {
      const [type, resource, permission] = entitlement.split(':');
      found.push(type === 'organization' ? `${resource}:${principal.id}` : `${permission}:${resource}:${principal.id}`);
    }
    const expected = [...users, ...organizations, ...holdings];
    const unique = new Set(found);
    const missing = expected.filter((one) => !unique.has(one)).length;
    return { missing, duplicated: found.length - (expected.length - missing) };
  } finally {
    snapshots.close();
  }
}
