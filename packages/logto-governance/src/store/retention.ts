import type { DatabaseSync } from 'node:sqlite';

/**
 * Deletes old snapshots.
 *
 * @param keep how many of the last are kept; the last sealed one of each tenant is kept in any case
 */
export function pruneSnapshots(database: DatabaseSync, keep: number): void {
  database
    .prepare(
      `delete from snapshot
       where id not in (select id from snapshot order by id desc limit ?)
       and id not in (select max(id) from snapshot where state = 'Connected' group by tenant)
       and state <> 'Syncing'`,
    )
    .run(keep);
}
