import type { SyncProblem } from '@jackfield/connector-kit';
import type { SnapshotWriter } from '../store/snapshot-writer.ts';
import { unknownMembers, unknownRoles } from './settle-references.ts';
import { undrainedOrganizations, type Verification } from './verification.ts';

/** Roles of machines that people hold: nothing that Logto lets happen. */
const misplacedRoles = `
  select distinct held.value from membership, json_each(membership.roles) as held
  join resource on resource.snapshot = ?1 and resource.type = 'organization-role' and resource.id = held.value
  where membership.snapshot = ?1 and json_extract(resource.data, '$.type') = 'MachineToMachine'`;

const faultyMembers = 'select 1 from drained_organization where snapshot = ?1 and fault = ?2';

/**
 * What must hold for a snapshot to be sealed.
 *
 * @returns what does not, in plain words
 */
export function brokenInvariants(writer: SnapshotWriter, { organizationsAgree, users }: Verification): SyncProblem[] {
  const count = (sql: string, ...parameters: string[]): number => writer.read(sql, ...parameters).length;
  const problems: (SyncProblem | false)[] = [
    usersTotal(users),
    !users.isComparable && {
      invariant: 'users-comparable',
      detail: 'The users could not be compared part by part: searching by id does not find what it should.',
    },
    users.isComparable &&
      !users.isStill && {
        invariant: 'users-still',
        detail:
          'Users came and went each time they were compared, so that no moment was found at which these were all.',
      },
    !organizationsAgree && {
      invariant: 'organizations-agree',
      detail: 'No two walks over the organizations agreed with each other and with the total.',
    },
    !writer.cursor.rolesAreWhole && {
      invariant: 'roles-total',
      detail: 'The organization roles are not as many as the tenant says.',
    },
    amount(
      count(undrainedOrganizations),
      'members-read',
      (number) => `${number} organizations: the members were not read.`,
    ),
    amount(
      count(faultyMembers, 'total'),
      'members-total',
      (number) => `${number} organizations: the members are not as many as the tenant says.`,
    ),
    amount(
      count(faultyMembers, 'not-found'),
      'members-found',
      (number) => `${number} organizations are listed, but their members are not found.`,
    ),
    amount(
      count(faultyMembers, 'without-roles'),
      'members-roles',
      (number) => `${number} organizations: members came without saying which roles they hold.`,
    ),
    amount(count(unknownMembers), 'members-known', (number) => `${number} members are not among the users.`),
    amount(
      count(unknownRoles),
      'roles-known',
      (number) => `${number} roles that members hold are not among the roles.`,
    ),
    amount(
      count(misplacedRoles),
      'roles-for-users',
      (number) => `${number} roles that members hold are for machine-to-machine applications only.`,
    ),
  ];
  return problems.filter((problem) => problem !== false);
}

function usersTotal({ before, after, unique }: Verification['users']): SyncProblem | false {
  const invariant = 'users-total';
  if (before === undefined || after === undefined) {
    return {
      invariant,
      detail: 'The tenant does not say how many users it has, so that nothing proves that these are all.',
    };
  }
  if (before === unique && after === unique) return false;
  return {
    invariant,
    detail: `${unique} different users were found, but the tenant says ${before} before and ${after} after.`,
  };
}

function amount(number: number, invariant: string, detail: (number: number) => string): SyncProblem | false {
  return number > 0 && { invariant, detail: detail(number) };
}
