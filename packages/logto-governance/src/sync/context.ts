import type { SyncProgress } from '@jackfield/connector-kit';
import type { ManagementApi } from '../api/management-api.ts';
import type { SnapshotWriter } from '../store/snapshot-writer.ts';
import type { Workers } from './in-parallel.ts';

/** What every step of a sync works with. */
export interface SyncContext extends Workers {
  readonly api: ManagementApi;
  readonly writer: SnapshotWriter;
  readonly report: (progress: Omit<SyncProgress, 'requests'>) => void;
}
