import { compareUsers, isProven, type UsersComparison } from './compare-users.ts';
import type { SyncContext } from './context.ts';
import { readOrganizations } from './read-lists.ts';
import { readMembers } from './read-members.ts';
import { idsOf, settleReferences } from './settle-references.ts';

/** How often what does not agree is read again. */
const rounds = 5;

/** What was found when everything had been read. */
export interface Verification {
  /** Whether a walk over the organizations found those, and only those, that the walk before had found. */
  readonly organizationsAgree: boolean;
  readonly users: UsersComparison;
}

/**
 * Reads again what may have been missed or may have changed, until the snapshot agrees with itself and with the tenant,
 * or some rounds have not sufficed.
 */
export async function verify(context: SyncContext): Promise<Verification> {
  for (let round = 1; ; round += 1) {
    const organizationsAgree = await agreeOnOrganizations(context);
    const users = await compareUsers(context);
    const wasUnsettled = await settleReferences(context);
    const isDone = organizationsAgree && !wasUnsettled && isProven(users);
    if (isDone || round === rounds || !users.isComparable) return { organizationsAgree, users };
  }
}

/**
 * Walks over the organizations until a walk finds what is there already: new ones are read, and those that went are
 * removed. An organization that was deleted has answered with no members; here it is found out.
 */
async function agreeOnOrganizations(context: SyncContext): Promise<boolean> {
  for (let round = 1; round <= rounds; round += 1) {
    const before = new Set(idsOf(context, allOrganizations));
    const { ids, isWhole } = await readOrganizations(context);
    if (isWhole) for (const id of before) if (!ids.has(id)) context.writer.removeOrganization(id);
    await readMembers(context, idsOf(context, undrainedOrganizations));
    if (isWhole && ids.size === before.size && [...ids].every((id) => before.has(id))) return true;
  }
  return false;
}

const allOrganizations = `select id from resource where snapshot = ?1 and type = 'organization'`;

/** Organizations whose members have not been read. */
export const undrainedOrganizations = `
  ${allOrganizations} and id not in (select id from drained_organization where snapshot = ?1)`;
