import type { Snapshot } from '@jackfield/connector-kit';
import { SnapshotStore } from './snapshot-store.ts';

/**
 * Lends the last sealed snapshot of a database to `use`; `undefined` when there is none. It can be read until `use` ends.
 *
 * @throws `general` when the file cannot be used
 */
export async function readLatestSnapshot<Result>(
  database: string,
  use: (snapshot: Snapshot | undefined) => Result | Promise<Result>,
): Promise<Result> {
  const store = await SnapshotStore.open(database, false);
  try {
    return await use(store.latest());
  } finally {
    store.close();
  }
}
