import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { leastRequests, startTenant } from '../../../logto-governance/src/demo/tenant.ts';
import { startWorker } from '../measure/worker.ts';

const resultGuard = z.object({ state: z.string(), requests: z.int(), seconds: z.number(), peak: z.number() });

/** What the sync of a whole tenant takes. */
export interface SyncCost {
  readonly requests: number;
  /** The least requests that could read the tenant. */
  readonly minimum: number;
  readonly seconds: number;
  /** MiB of resident memory at most. */
  readonly peak: number;
}

/**
 * Syncs a fake tenant of which nothing has to be recovered.
 *
 * @throws when the snapshot is not sealed
 */
export async function measureSync(users: number): Promise<SyncCost> {
  const folder = mkdtempSync(join(tmpdir(), 'jackfield-bench-governance-'));
  const tenant = await startTenant({ users, organizations: 300, memberships: 40_000, creation: 'spread' });
  const worker = startWorker(new URL('sync-process.ts', import.meta.url));
  try {
    const facts = await tenant.facts();
    const { baseUrl, clientId, clientSecret } = facts;
    const task = { baseUrl, clientId, clientSecret, database: join(folder, 'snapshots.db') };
    const { state, ...cost } = await worker.call('sync', resultGuard, task);
    if (state !== 'Connected') throw new Error(`The sync of ${users} users ended as ${state}.`);
    return { ...cost, minimum: leastRequests(facts) };
  } finally {
    await Promise.all([worker.close(), tenant.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
}
