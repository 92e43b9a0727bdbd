import type { SyncContext } from './context.ts';
import { beingOneOf } from './id-patterns.ts';
import { inParallel } from './in-parallel.ts';
import { readRoles } from './read-lists.ts';
import { readMembers } from './read-members.ts';

/** Ids in one search, so that its address stays short. */
const idsPerSearch = 50;

/** Members of whom no user is known. */
export const unknownMembers = `
  select distinct user as id from membership where snapshot = ?1
  and user not in (select id from resource where snapshot = ?1 and type = 'user')`;

/** Roles that members hold and that no list has shown. */
export const unknownRoles = `
  select distinct held.value as id from membership, json_each(membership.roles) as held where snapshot = ?1
  and held.value not in (select id from resource where snapshot = ?1 and type = 'organization-role')`;

const organizationsOfUnknown = `
  select distinct organization as id from membership where snapshot = ?1
  and (user in (${unknownMembers})
       or exists (select 1 from json_each(membership.roles) as held where held.value in (${unknownRoles})))`;

/**
 * Looks up members and roles that are not known: they may be new. When they are not, the memberships are read again: they
 * may be gone.
 *
 * @returns whether anything had to be looked up
 */
export async function settleReferences(context: SyncContext): Promise<boolean> {
  const { api, writer } = context;
  const members = idsOf(context, unknownMembers);
  const roles = idsOf(context, unknownRoles);
  if (members.length === 0 && roles.length === 0) return false;
  await inParallel(batches(members), context, async (ids) => {
    const { records } = await api.page('users', 1, { 'search.id': beingOneOf(ids), 'mode.id': 'posix' });
    writer.putResources(
      'user',
      records.filter(({ id }) => ids.includes(id)),
    );
  });
  if (roles.length > 0) await rereadRoles(context);
  await readMembers(context, idsOf(context, organizationsOfUnknown));
  return true;
}

async function rereadRoles(context: SyncContext): Promise<void> {
  const { ids, isWhole } = await readRoles(context);
  context.writer.keepRoles(ids);
  context.writer.cursor.rolesAreWhole = isWhole;
}

export function idsOf({ writer }: SyncContext, sql: string): string[] {
  return writer.read(sql).map(({ id }) => String(id));
}

function* batches(ids: readonly string[]): Generator<readonly string[], void, undefined> {
  for (let start = 0; start < ids.length; start += idsPerSearch) yield ids.slice(start, start + idsPerSearch);
}
