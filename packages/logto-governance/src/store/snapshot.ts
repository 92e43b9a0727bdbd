import {
  ConnectorError,
  type Entitlement,
  type Grant,
  type Resource,
  type Snapshot,
  type SyncState,
} from '@jackfield/connector-kit';
import type { DatabaseSync } from 'node:sqlite';
import { countRecords, entitlementRows, toEntitlement, toGrant, toGrants, toResource } from './records.ts';
import type { SnapshotSummary } from './summary.ts';

/** What a user holds. */
export interface Access {
  readonly entitlement: Entitlement;
  readonly grant: Grant;
}

/** One snapshot, for reading. Everything comes from the database as it is asked for. */
export class LogtoSnapshot implements Snapshot {
  readonly summary: SnapshotSummary;
  readonly #database: DatabaseSync;

  /** Use `Snapshots.get`. */
  constructor(database: DatabaseSync, summary: SnapshotSummary) {
    this.#database = database;
    this.summary = summary;
  }

  get id(): number {
    return this.summary.id;
  }

  get state(): SyncState {
    return this.summary.state;
  }

  /** How many records there are: by resource type, and `entitlements` and `grants`. */
  counts(): Record<string, number> {
    return countRecords(this.#database, this.id);
  }

  *resources(type?: string): Generator<Resource, void, undefined> {
    const sql =
      'select type, id, data from resource where snapshot = ?1 and (?2 is null or type = ?2) order by type, id';
    for (const row of this.#rows(sql, type ?? null)) yield toResource(row);
  }

  /** @returns `undefined` when there is no such resource */
  resource(type: string, id: string): Resource | undefined {
    const sql = 'select type, id, data from resource where snapshot = ?1 and type = ?2 and id = ?3';
    const row = this.#database.prepare(sql).get(this.id, type, id);
    return row && toResource(row);
  }

  *entitlements(): Generator<Entitlement, void, undefined> {
    for (const row of this.#rows(entitlementRows)) yield toEntitlement(row);
  }

  *grants(): Generator<Grant, void, undefined> {
    const sql = 'select organization, user, roles from membership where snapshot = ?1 order by organization, user';
    for (const row of this.#rows(sql)) yield* toGrants(row);
  }

  /** The users with this id, or exactly this user name or e-mail address. */
  findUsers(text: string): Resource[] {
    const sql = `select type, id, data from resource where snapshot = ?1 and type = 'user' and
      (id = ?2 or json_extract(data, '$.username') = ?2 or json_extract(data, '$.primaryEmail') = ?2) order by id`;
    return [...this.#rows(sql, text)].map(toResource);
  }

  /**
   * Everything that a user holds.
   *
   * @param user the user's id
   */
  *access(user: string): Generator<Access, void, undefined> {
    const sql = `select entitlement.* from (${entitlementRows}) as entitlement
      join membership on membership.snapshot = ?1 and membership.user = ?2
      and membership.organization = entitlement.organization
      where entitlement.role is null
      or entitlement.role in (select value from json_each(membership.roles))
      order by entitlement.organization, entitlement.role`;
    for (const row of this.#rows(sql, user)) {
      const entitlement = toEntitlement(row);
      yield { entitlement, grant: toGrant(entitlement.id, user) };
    }
  }

  /**
   * Everyone who holds an entitlement.
   *
   * @param entitlement its id
   * @throws `invalid_request_parameters` when there is no such entitlement
   */
  *principals(entitlement: string): Generator<Resource, void, undefined> {
    const sql = `select user.type, user.id, user.data from membership
      join resource as user on user.snapshot = ?1 and user.type = 'user' and user.id = membership.user
      where membership.snapshot = ?1 and membership.organization = ?2
      and (?3 is null or ?3 in (select value from json_each(membership.roles))) order by user.id`;
    const { organization, role } = this.#parseEntitlement(entitlement);
    for (const row of this.#rows(sql, organization, role)) yield toResource(row);
  }

  #parseEntitlement(entitlement: string): { organization: string; role: string | null } {
    const [type, resource = '', permission = '', ...rest] = entitlement.split(':');
    const isMembership = type === 'organization' && permission === 'member';
    const found = isMembership ? { organization: resource, role: null } : { organization: permission, role: resource };
    const isKnown =
      rest.length === 0 &&
      (isMembership || type === 'organization-role') &&
      this.resource('organization', found.organization) !== undefined &&
      (found.role === null || this.resource('organization-role', found.role) !== undefined);
    if (isKnown) return found;
    throw new ConnectorError('invalid_request_parameters', {
      hint: 'There is no such entitlement in this snapshot. Ids look like organization:<id>:member and organization-role:<role id>:<organization id>.',
    });
  }

  #rows(sql: string, ...parameters: (string | null)[]): Iterable<unknown> {
    return this.#database.prepare(sql).iterate(this.id, ...parameters);
  }
}
