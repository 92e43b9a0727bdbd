import { ConnectorError } from '@jackfield/connector-kit';
import type { DatabaseSync } from 'node:sqlite';
import { openForReading } from './database.ts';
import { type Change, type DiffOptions, diffSnapshots } from './diff.ts';
import { LogtoSnapshot } from './snapshot.ts';
import { type SnapshotSummary, summaryRowGuard } from './summary.ts';

/** The snapshots of a database, for reading. A sync may go on meanwhile; what it writes is seen when it is committed. */
export class Snapshots {
  readonly #database: DatabaseSync;

  /** Use {@link openSnapshots}. */
  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** The newest first. */
  list(): SnapshotSummary[] {
    return this.#database
      .prepare('select * from snapshot order by id desc')
      .all()
      .map((row) => summaryRowGuard.parse(row));
  }

  /**
   * One snapshot.
   *
   * @param id default: the last one that is sealed
   * @throws `invalid_request_parameters` when there is none
   */
  get(id?: number): LogtoSnapshot {
    const summaries = this.list();
    const summary = summaries.find((one) => (id === undefined ? one.state === 'Connected' : one.id === id));
    if (summary) return new LogtoSnapshot(this.#database, summary);
    throw new ConnectorError('invalid_request_parameters', {
      hint:
        id === undefined
          ? 'There is no sealed snapshot in this database. Run a sync first, or name a snapshot that is not sealed.'
          : `There is no snapshot ${id} in this database.`,
    });
  }

  /**
   * What has changed between two snapshots, resources first.
   *
   * @throws `invalid_request_parameters` when one is not sealed, unless `allowUnsealed`
   */
  diff(from: number, to: number, options: DiffOptions & { allowUnsealed?: boolean } = {}): Iterable<Change> {
    const states = [this.get(from), this.get(to)].map(({ state }) => state);
    if (!options.allowUnsealed && states.some((state) => state !== 'Connected')) {
      throw new ConnectorError('invalid_request_parameters', {
        hint: 'A snapshot that is not sealed may lack records, which then look deleted. Compare sealed ones, or allow it by name.',
      });
    }
    return diffSnapshots(this.#database, from, to, options);
  }

  close(): void {
    this.#database.close();
  }
}

/**
 * Opens a database of snapshots for reading. Close it when you are done.
 *
 * @throws `general` when there is no such database
 */
export async function openSnapshots(path: string): Promise<Snapshots> {
  return new Snapshots(await openForReading(path));
}
