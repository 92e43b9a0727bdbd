import { blankUser, newOrganization, newOrganizationRole } from './tenant/blank.ts';
import { type LogtoIdFormat, newId } from './tenant/ids.ts';
import type { LogtoMembership, LogtoOrganization, LogtoOrganizationRole, LogtoUser } from './tenant/model.ts';
import { createRandom, type Random, shuffle } from './tenant/random.ts';
import type { LogtoTruth } from './tenant/truth.ts';
import { oddNames } from './odd-names.ts';

/** What a tenant is filled with. The same plan makes the same tenant. */
export interface LogtoSeed {
  /** Default 1. */
  seed?: number;
  /** How many. Default 250. */
  users?: number;
  /** How many. Default 12. About one in fifty has no members. */
  organizations?: number;
  /** How many users in organizations, all in all. Default 400, or as many as fit. About half of them hold roles. */
  memberships?: number;
  /** How many. Default 4; the last of four or more is for machines. Without any, nobody holds one. */
  organizationRoles?: number;
  /** Whether all users were created at one instant, or each at another. Default `one-instant`. */
  creation?: 'one-instant' | 'spread';
  /** Default `short`. */
  ids?: LogtoIdFormat;
  /** Whether about one in ten is called what a formula, an escape code or nothing is called. Default true. */
  oddNames?: boolean;
}

type Plan = Required<LogtoSeed>;

const october2025 = Date.UTC(2025, 9, 9, 8, 53, 20);
const minute = 60_000;

/** @throws RangeError when there are more memberships than users and organizations to pair */
export function growTenant(seed: LogtoSeed = {}): LogtoTruth {
  const users = seed.users ?? 250;
  const organizations = seed.organizations ?? 12;
  const pairs = users * organizations;
  const plan: Plan = {
    seed: 1,
    memberships: Math.min(400, pairs),
    organizationRoles: 4,
    creation: 'one-instant',
    ids: 'short',
    oddNames: true,
    ...seed,
    users,
    organizations,
  };
  if (plan.memberships > pairs) {
    throw new RangeError(`${users} users in ${organizations} organizations make at most ${pairs} memberships.`);
  }
  const random = createRandom(plan.seed);
  const people = Array.from({ length: users }, (_, index) => growUser(plan, random, index));
  const groups = Array.from({ length: organizations }, (_, index) => growOrganization(plan, random, index));
  const roles = Array.from({ length: plan.organizationRoles }, (_, index) => growRole(plan, random, index));
  const memberships = growMemberships(plan, random, people, groups, roles);
  return { users: people, organizations: groups, organizationRoles: roles, memberships };
}

function growUser(plan: Plan, random: Random, index: number): LogtoUser {
  const createdAt = plan.creation === 'one-instant' ? october2025 : october2025 + index * minute;
  const dice = random.integer(100);
  return {
    ...blankUser(newId(random, plan.ids, 12, createdAt), createdAt),
    username: dice % 10 === 3 ? null : `user_${index}`,
    primaryEmail: dice % 10 === 4 ? null : `user.${index}@example.test`,
    primaryPhone: dice % 10 === 5 ? `4915${String(index).padStart(9, '0')}` : null,
    name: nameOf(plan, random, `User ${index}`),
    lastSignInAt: dice % 2 === 0 ? null : createdAt + dice * minute,
    isSuspended: dice < 4,
    hasPassword: dice % 3 === 0,
  };
}

function nameOf(plan: Plan, random: Random, plain: string): string | null {
  const dice = random.integer(200);
  if (!plan.oddNames || dice >= 20) return plain;
  return dice === 0 ? null : random.pick(oddNames);
}

function growOrganization(plan: Plan, random: Random, index: number): LogtoOrganization {
  const id = newId(random, plan.ids, 21, october2025);
  const createdAt = october2025 + random.integer(1_000) * minute;
  const name = nameOf(plan, random, `Organization ${index}`) ?? '';
  return newOrganization(id, createdAt, {
    name: name === '' ? `Organization ${index}` : name.slice(0, 128),
    description: index % 3 === 0 ? null : `The organization with number ${index}`,
    isMfaRequired: index % 5 === 0,
  });
}

function growRole(plan: Plan, random: Random, index: number): LogtoOrganizationRole {
  const name = ['admin', 'editor', 'viewer', 'machine'][index] ?? `role ${index}`;
  return newOrganizationRole(newId(random, plan.ids, 21, october2025), {
    name,
    description: index % 2 === 0 ? `May do what the ${name} may do` : null,
    type: name === 'machine' ? 'MachineToMachine' : 'User',
  });
}

function growMemberships(
  plan: Plan,
  random: Random,
  users: readonly LogtoUser[],
  organizations: readonly LogtoOrganization[],
  roles: readonly LogtoOrganizationRole[],
): LogtoMembership[] {
  const roleIds = roles.filter(({ type }) => type === 'User').map(({ id }) => id);
  const sizes = memberCounts(plan, random);
  return organizations.flatMap(({ id: organizationId }, index) => {
    const place = shuffle(users.length, random.integer(2 ** 31));
    return Array.from({ length: sizes[index] ?? 0 }, (_, rank) => ({
      organizationId,
      userId: users[place(rank)]?.id ?? '',
      organizationRoleIds: growAssignments(random, roleIds),
    }));
  });
}

function growAssignments(random: Random, roleIds: readonly string[]): string[] {
  const dice = random.integer(10);
  if (dice < 5 || roleIds.length === 0) return [];
  const first = random.pick(roleIds);
  return dice < 9 ? [first] : [...new Set([first, random.pick(roleIds)])];
}

/** Large and small ones, some empty; the sum is exactly what was planned. */
function memberCounts({ users, organizations, memberships }: Plan, random: Random): number[] {
  const weights = Array.from({ length: organizations }, () => (random.integer(50) === 0 ? 0 : random.next() ** 2));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const counts = weights.map((weight) => Math.min(users, Math.floor((weight / (sum || 1)) * memberships)));
  let left = memberships - counts.reduce((total, count) => total + count, 0);
  for (const fillsEmpty of [false, true]) {
    for (let index = 0; left > 0 && index < counts.length; index += 1) {
      const count = counts[index] ?? 0;
      if (weights[index] === 0 && !fillsEmpty) continue;
      const more = Math.min(left, users - count, fillsEmpty ? left : Math.ceil(left / (counts.length - index)));
      counts[index] = count + more;
      left -= more;
    }
  }
  return counts;
}
