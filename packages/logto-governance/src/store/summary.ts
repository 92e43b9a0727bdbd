import type { SyncProblem, SyncState } from '@jackfield/connector-kit';
import * as z from 'zod';

/** What is known of a snapshot as a whole. */
export interface SnapshotSummary {
  readonly id: number;
  readonly state: SyncState;
  /** Base URL and resource of the Logto tenant. */
  readonly tenant: string;
  readonly owner?: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly problems: readonly SyncProblem[];
  readonly notes: readonly string[];
}

const jsonGuard = z.string().transform((text): unknown => JSON.parse(text));

/** Reads a row of the table `snapshot`. */
export const summaryRowGuard = z
  .object({
    id: z.number(),
    state: z.enum(['Syncing', 'Connected', 'Incomplete', 'Failed']),
    tenant: z.string(),
    owner: z.string().nullable(),
    started_at: z.number(),
    ended_at: z.number().nullable(),
    problems: jsonGuard.pipe(z.array(z.object({ invariant: z.string(), detail: z.string() }))),
    notes: jsonGuard.pipe(z.array(z.string())),
  })
  .transform(({ owner, started_at: startedAt, ended_at: endedAt, ...row }): SnapshotSummary => ({
    ...row,
    startedAt,
    ...(owner !== null && { owner }),
    ...(endedAt !== null && { endedAt }),
  }));
