import type { Grant, Resource } from '@jackfield/connector-kit';
import type { DatabaseSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { holderOf, memberOf, parseRoles, toGrant, toResource } from './records.ts';

/** What differs between two snapshots. */
export type Change =
  | { readonly change: 'created' | 'deleted'; readonly kind: 'resource'; readonly resource: Resource }
  | {
      readonly change: 'modified';
      readonly kind: 'resource';
      readonly resource: Resource;
      readonly before: Resource;
      /** The fields that differ. */
      readonly fields: readonly string[];
    }
  | { readonly change: 'created' | 'deleted'; readonly kind: 'grant'; readonly grant: Grant };

/** They differ with every sign-in; nobody's access does. */
const restless = new Set(['lastSignInAt', 'updatedAt']);

/** What can be asked of a comparison. */
export interface DiffOptions {
  /** Also looks at the fields that differ with every sign-in. */
  readonly allFields?: boolean;
}

/** Compares two snapshots: first resources, then grants. */
export function* diffSnapshots(
  database: DatabaseSync,
  from: number,
  to: number,
  { allFields = false }: DiffOptions,
): Generator<Change, void, undefined> {
  yield* onlyIn(database, to, from, 'created');
  yield* onlyIn(database, from, to, 'deleted');
  for (const row of database.prepare(differing).iterate(from, to)) {
    const resource = toResource(row);
    const before = toResource({ ...row, data: row.data_before });
    const fields = differingFields(before, resource).filter((field) => allFields || !restless.has(field));
    if (fields.length > 0) yield { change: 'modified', kind: 'resource', resource, before, fields };
  }
  yield* grantChanges(database, from, to);
}

function* onlyIn(
  database: DatabaseSync,
  here: number,
  there: number,
  change: 'created' | 'deleted',
): Generator<Change> {
  const sql = `select type, id, data from resource as here where snapshot = ?1 and not exists
    (select 1 from resource where snapshot = ?2 and type = here.type and id = here.id)`;
  for (const row of database.prepare(sql).iterate(here, there)) {
    yield { change, kind: 'resource', resource: toResource(row) };
  }
}

const differing = `
  select after.type, after.id, after.data, before.data as data_before from resource as after
  join resource as before on before.snapshot = ?1 and before.type = after.type and before.id = after.id
  where after.snapshot = ?2 and after.data <> before.data`;

function differingFields({ profile: before }: Resource, { profile: after }: Resource): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !isDeepStrictEqual(before[name], after[name])).toSorted();
}

const membershipGuard = z.object({
  organization: z.string(),
  user: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});

/** Two looks by primary key: a full join of both would compare each membership with each other one. */
const differingMemberships = `
  select after.organization, after.user, before.roles as before, after.roles as after from membership as after
  left join membership as before
    on before.snapshot = ?1 and before.organization = after.organization and before.user = after.user
  where after.snapshot = ?2 and before.roles is not after.roles
  union all
  select before.organization, before.user, before.roles, null from membership as before
  where before.snapshot = ?1 and not exists (select 1 from membership as after
    where after.snapshot = ?2 and after.organization = before.organization and after.user = before.user)
  order by 1, 2`;

function* grantChanges(database: DatabaseSync, from: number, to: number): Generator<Change> {
  for (const row of database.prepare(differingMemberships).iterate(from, to)) {
    const { organization, user, before, after } = membershipGuard.parse(row);
    const [held, holds] = [before, after].map((roles) => entitlementsOf(organization, roles));
    for (const entitlement of holds ?? []) {
      if (!held?.has(entitlement)) yield { change: 'created', kind: 'grant', grant: toGrant(entitlement, user) };
    }
    for (const entitlement of held ?? []) {
      if (!holds?.has(entitlement)) yield { change: 'deleted', kind: 'grant', grant: toGrant(entitlement, user) };
    }
  }
}

function entitlementsOf(organization: string, roles: string | null): Set<string> {
  if (roles === null) return new Set();
  return new Set([memberOf(organization), ...parseRoles(roles).map((role) => holderOf(role, organization))]);
}
