import { ConnectorError, type Snapshot, type SyncState } from '@jackfield/connector-kit';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { openDatabase } from './database.ts';
import type { Records } from './records.ts';

const cursorGuard = z.object({ list: z.int().nonnegative(), page: z.int().positive() });

/** The next page to read: position of the list, and number of the page. */
export type Cursor = Readonly<z.output<typeof cursorGuard>>;

export interface BegunSnapshot {
  readonly id: number;
  readonly resumed: boolean;
  readonly cursor: Cursor;
}

const snapshotGuard = z.object({
  id: z.int(),
  state: z.enum(['Syncing', 'Connected', 'Incomplete', 'Failed']) satisfies z.ZodType<SyncState>,
  cursor: z.string(),
});
const countGuard = z.object({ count: z.int() });
const dataGuard = z.object({ data: z.string() });

/** The snapshots of one database, which nobody else can use until it is closed. */
export class SnapshotStore {
  readonly #database: DatabaseSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /**
   * @param mayCreate whether the file is made when it is not there
   * @throws `general` when the file cannot be used
   */
  static async open(path: string, mayCreate: boolean): Promise<SnapshotStore> {
    return new SnapshotStore(await openDatabase(path, mayCreate));
  }

  /**
   * Goes on with the last snapshot when it is unfinished, or begins another.
   *
   * @param source what is read; a snapshot of something else is never gone on with
   */
  begin(source: string): BegunSnapshot {
    const last = this.#database
      .prepare('select id, state, cursor from snapshot where source = ? order by id desc limit 1')
      .get(source);
    const found = last === undefined ? undefined : snapshotGuard.parse(last);
    if (found && (found.state === 'Syncing' || found.state === 'Failed')) {
      this.setState(found.id, 'Syncing');
      return { id: found.id, resumed: true, cursor: cursorGuard.parse(JSON.parse(found.cursor)) };
    }
    const cursor: Cursor = { list: 0, page: 1 };
    const insert = this.#database.prepare("insert into snapshot (source, state, cursor) values (?, 'Syncing', ?)");
    const { lastInsertRowid } = insert.run(source, JSON.stringify(cursor));
    return { id: Number(lastInsertRowid), resumed: false, cursor };
  }

  /** Keeps a page and where to go on, both or neither. What was there already is kept once. */
  savePage(snapshot: number, { resources, entitlements, grants }: Records, cursor: Cursor): void {
    const insert = this.#database.prepare(
      'insert or ignore into record (snapshot, kind, id, data) values (?, ?, ?, ?)',
    );
    this.#database.exec('begin');
    try {
      for (const resource of resources) insert.run(snapshot, resource.type, resource.id, JSON.stringify(resource));
      for (const entry of entitlements) insert.run(snapshot, 'entitlement', entry.id, JSON.stringify(entry));
      for (const grant of grants) insert.run(snapshot, 'grant', grant.id, JSON.stringify(grant));
      this.#database.prepare('update snapshot set cursor = ? where id = ?').run(JSON.stringify(cursor), snapshot);
      this.#database.exec('commit');
    } catch (error) {
      this.#database.exec('rollback');
      throw new ConnectorError('general', { hint: 'A page could not be kept. Check the free space.', cause: error });
    }
  }

  setState(snapshot: number, state: SyncState): void {
    this.#database.prepare('update snapshot set state = ? where id = ?').run(state, snapshot);
  }

  count(snapshot: number, kind: string): number {
    const query = 'select count(*) as count from record where snapshot = ? and kind = ?';
    return countGuard.parse(this.#database.prepare(query).get(snapshot, kind)).count;
  }

  /** Grants of an entitlement, or to a user, that is not in the snapshot. */
  countDangling(snapshot: number): number {
    const query = `select count(*) as count from record as held
      where snapshot = ? and kind = 'grant' and not (
        exists (select 1 from record where snapshot = held.snapshot and kind = 'entitlement' and id = held.data ->> 'entitlement')
        and exists (select 1 from record where snapshot = held.snapshot and kind = 'user' and id = held.data ->> '$.principal.id'))`;
    return countGuard.parse(this.#database.prepare(query).get(snapshot)).count;
  }

  /** The last sealed snapshot. */
  latest(): Snapshot | undefined {
    const query = "select id, state, cursor from snapshot where state = 'Connected' order by id desc limit 1";
    const row = this.#database.prepare(query).get();
    if (row === undefined) return undefined;
    const { id, state } = snapshotGuard.parse(row);
    return {
      id,
      state,
      resources: (type) => this.#read(id, type === undefined ? ['group', 'user'] : [type]),
      entitlements: () => this.#read(id, ['entitlement']),
      grants: () => this.#read(id, ['grant']),
    };
  }

  close(): void {
    this.#database.close();
  }

  /** What was written here is read back as it was. */
  *#read<Item>(snapshot: number, kinds: readonly string[]): Generator<Item, void, undefined> {
    const query = this.#database.prepare('select data from record where snapshot = ? and kind = ? order by id');
    for (const kind of kinds) {
      for (const row of query.iterate(snapshot, kind)) yield JSON.parse(dataGuard.parse(row).data);
    }
  }
}
