import type { SyncProblem, SyncState } from '@jackfield/connector-kit';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { RawRecord } from '../api/management-api.ts';
import { type Cursor, cursorGuard, newCursor } from './cursor.ts';
import * as z from 'zod';

/** The types of resources, as this package's entitlements name them. */
export type LogtoResourceType = 'user' | 'organization' | 'organization-role';

/** One member of an organization. */
export interface Member {
  readonly user: string;
  /** Ids of organization roles. */
  readonly roles: readonly string[];
}

/**
 * The list of members does not agree with its total; members came without saying which roles they hold; there is no list,
 * as if there were no organization.
 */
export type MembersFault = 'total' | 'without-roles' | 'not-found';

/** Whose snapshot is written, and when. */
export interface SnapshotPlan {
  readonly tenant: string;
  readonly owner: string | undefined;
  readonly now: () => number;
  /** Milliseconds between two commits. */
  readonly checkpointInterval: number;
}

/** An unfinished snapshot is resumed when it was begun less than this many milliseconds ago. */
const resumableFor = 7 * 86_400_000;

const unfinishedGuard = z.object({
  id: z.number(),
  state: z.string(),
  started_at: z.number(),
  cursor: z.string(),
});

/**
 * Writes one snapshot. Records and cursor go into the same transaction, so that whatever moment the process is killed at,
 * the database holds a place to go on from.
 */
export class SnapshotWriter {
  readonly id: number;
  readonly resumed: boolean;
  readonly cursor: Cursor;
  readonly #database: DatabaseSync;
  readonly #plan: SnapshotPlan;
  readonly #statements = new Map<string, StatementSync>();
  #committedAt: number;

  constructor(database: DatabaseSync, plan: SnapshotPlan) {
    this.#database = database;
    this.#plan = plan;
    const unfinished = this.#findUnfinished();
    this.resumed = unfinished !== undefined;
    this.cursor = unfinished?.cursor ?? newCursor();
    database.exec('begin immediate');
    this.id = unfinished?.id ?? this.#insert();
    this.#run(`update snapshot set state = 'Syncing', ended_at = null where id = ?`, this.id);
    this.#run(
      `update snapshot set state = 'Failed', ended_at = ? where state = 'Syncing' and id <> ?`,
      plan.now(),
      this.id,
    );
    this.#committedAt = performance.now();
    this.#commit();
  }

  /** Adds records, or brings them up to date. @returns how many were not there yet */
  putResources(type: LogtoResourceType, records: readonly RawRecord[]): number {
    const insert = 'insert or ignore into resource (snapshot, type, id, data) values (?, ?, ?, ?)';
    const update = 'update resource set data = ? where snapshot = ? and type = ? and id = ?';
    let added = 0;
    for (const record of records) {
      const data = JSON.stringify(record);
      const { changes } = this.#statement(insert).run(this.id, type, record.id, data);
      if (Number(changes) > 0) added += 1;
      else this.#run(update, data, this.id, type, record.id);
    }
    return added;
  }

  removeUser(id: string): void {
    this.#run(`delete from resource where snapshot = ? and type = 'user' and id = ?`, this.id, id);
  }

  /** An organization goes with its memberships. */
  removeOrganization(id: string): void {
    this.#run(`delete from resource where snapshot = ? and type = 'organization' and id = ?`, this.id, id);
    this.removeMembers(id);
  }

  /** Removes every other role. */
  keepRoles(ids: ReadonlySet<string>): void {
    const sql = `delete from resource where snapshot = ? and type = 'organization-role'
                 and id not in (select value from json_each(?))`;
    this.#run(sql, this.id, JSON.stringify([...ids]));
  }

  putMembers(organization: string, members: readonly Member[]): void {
    const sql = `insert into membership (snapshot, organization, user, roles) values (?, ?, ?, ?)
                 on conflict do update set roles = excluded.roles`;
    for (const { user, roles } of members) {
      this.#run(sql, this.id, organization, user, JSON.stringify(roles.toSorted()));
    }
  }

  /** The organization then counts as not read, until it is marked. */
  removeMembers(organization: string): void {
    this.#run('delete from membership where snapshot = ? and organization = ?', this.id, organization);
    this.#run('delete from drained_organization where snapshot = ? and id = ?', this.id, organization);
  }

  /** @param fault why what was read of the organization's members cannot be trusted */
  markDrained(organization: string, fault: MembersFault | undefined): void {
    const sql = `insert into drained_organization (snapshot, id, fault) values (?, ?, ?)
                 on conflict do update set fault = excluded.fault`;
    this.#run(sql, this.id, organization, fault ?? null);
  }

  /** How many organizations were read with their members. */
  countDrained(): number {
    const [row] = this.read('select count(*) as count from drained_organization where snapshot = ?');
    return Number(row?.count);
  }

  /** How many resources of a type there are. */
  count(type: LogtoResourceType): number {
    const [row] = this.read('select count(*) as count from resource where snapshot = ? and type = ?', type);
    return Number(row?.count);
  }

  /** Reads with a statement whose first parameter is this snapshot. */
  read(sql: string, ...parameters: (string | number)[]): Record<string, unknown>[] {
    return this.#statement(sql).all(this.id, ...parameters);
  }

  /** Commits when it is time, or when it is told to. */
  checkpoint(isForced = false): void {
    if (!isForced && performance.now() - this.#committedAt < this.#plan.checkpointInterval) return;
    this.#commit();
  }

  /** Writes the outcome. The writer is of no use afterwards. */
  finish(state: SyncState, problems: readonly SyncProblem[] = [], notes: readonly string[] = []): void {
    const endedAt = state === 'Syncing' ? null : this.#plan.now();
    const sql = 'update snapshot set state = ?, ended_at = ?, problems = ?, notes = ? where id = ?';
    this.#run(sql, state, endedAt, JSON.stringify(problems), JSON.stringify(notes), this.id);
    this.#saveCursor();
    this.#database.exec('commit');
  }

  #commit(): void {
    this.#saveCursor();
    this.#database.exec('commit');
    this.#database.exec('begin immediate');
    this.#committedAt = performance.now();
  }

  #saveCursor(): void {
    this.#run('update snapshot set cursor = ? where id = ?', JSON.stringify(this.cursor), this.id);
  }

  /** The tenant's last snapshot, if it did not come to its end and is young enough. */
  #findUnfinished(): { id: number; cursor: Cursor } | undefined {
    const sql = 'select id, state, started_at, cursor from snapshot where tenant = ? order by id desc limit 1';
    const { data: row } = unfinishedGuard.safeParse(this.#database.prepare(sql).get(this.#plan.tenant));
    const isUnfinished = row?.state === 'Syncing' || row?.state === 'Failed';
    if (row === undefined || !isUnfinished || this.#plan.now() - row.started_at >= resumableFor) return undefined;
    const { data: cursor } = cursorGuard.safeParse(JSON.parse(row.cursor));
    return cursor && { id: row.id, cursor };
  }

  #insert(): number {
    const { tenant, owner, now } = this.#plan;
    const sql = `insert into snapshot (tenant, owner, state, started_at, cursor) values (?, ?, 'Syncing', ?, ?)`;
    return Number(
      this.#database.prepare(sql).run(tenant, owner ?? null, now(), JSON.stringify(this.cursor)).lastInsertRowid,
    );
  }

  #run(sql: string, ...parameters: (string | number | null)[]): void {
    this.#statement(sql).run(...parameters);
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
