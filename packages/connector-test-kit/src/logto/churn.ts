import type { LogtoTenant } from './tenant/tenant.ts';
import { createRandom, type Random } from './tenant/random.ts';
import { compareTruths, type LogtoDifference } from './tenant/truth.ts';

/** How often each thing happens. What is not named does not happen. */
export interface LogtoChurn {
  /** Decides who is hit. Default 1. */
  seed?: number;
  createUsers?: number;
  updateUsers?: number;
  suspendUsers?: number;
  deleteUsers?: number;
  createOrganizations?: number;
  updateOrganizations?: number;
  deleteOrganizations?: number;
  createOrganizationRoles?: number;
  deleteOrganizationRoles?: number;
  addMembers?: number;
  removeMembers?: number;
  assignRoles?: number;
  removeRoles?: number;
}

/** A little of everything. */
const someOfEverything: LogtoChurn = {
  createUsers: 5,
  updateUsers: 5,
  suspendUsers: 3,
  deleteUsers: 5,
  createOrganizations: 2,
  updateOrganizations: 3,
  deleteOrganizations: 1,
  createOrganizationRoles: 1,
  addMembers: 10,
  removeMembers: 10,
  assignRoles: 10,
  removeRoles: 5,
};

/**
 * Changes a tenant as its administrators do, one operation after the other; the same plan on the same tenant hits the same
 * ones. A step that finds nobody left to hit does nothing.
 *
 * @returns how the tenant differs from before
 */
export function churnTenant(tenant: LogtoTenant, plan: LogtoChurn = someOfEverything): LogtoDifference {
  const before = tenant.truth();
  const random = createRandom(plan.seed ?? 1);
  for (const [name, step] of steps) {
    for (let time = 0; time < (plan[name] ?? 0); time += 1) step(tenant, random);
  }
  return compareTruths(before, tenant.truth());
}

type Step = (tenant: LogtoTenant, random: Random) => void;

const steps: readonly (readonly [Exclude<keyof LogtoChurn, 'seed'>, Step])[] = [
  ['deleteUsers', (tenant, random) => anyKey(tenant.users, random, (id) => tenant.deleteUser(id))],
  [
    'deleteOrganizations',
    (tenant, random) => anyKey(tenant.organizations, random, (id) => tenant.deleteOrganization(id)),
  ],
  [
    'deleteOrganizationRoles',
    (tenant, random) => anyKey(tenant.organizationRoles, random, (id) => tenant.deleteOrganizationRole(id)),
  ],
  ['removeRoles', removeRole],
  [
    'removeMembers',
    (tenant, random) =>
      anyMember(tenant, random, (organizationId, userId) => tenant.removeMember(organizationId, userId)),
  ],
  [
    'updateUsers',
    (tenant, random) =>
      anyKey(tenant.users, random, (id) => tenant.updateUser(id, { name: `Renamed ${word(random)}` })),
  ],
  [
    'suspendUsers',
    (tenant, random) =>
      anyKey(tenant.users, random, (id) => tenant.suspendUser(id, tenant.users.get(id)?.isSuspended === false)),
  ],
  [
    'updateOrganizations',
    (tenant, random) =>
      anyKey(tenant.organizations, random, (id) => tenant.updateOrganization(id, { name: `Renamed ${word(random)}` })),
  ],
  [
    'createUsers',
    (tenant, random) =>
      tenant.createUser({ name: `Newcomer ${word(random)}`, primaryEmail: `${word(random)}@example.test` }),
  ],
  ['createOrganizations', (tenant, random) => tenant.createOrganization({ name: `New ${word(random)}` })],
  ['createOrganizationRoles', (tenant, random) => tenant.createOrganizationRole({ name: `new ${word(random)}` })],
  ['addMembers', addMember],
  ['assignRoles', assignRole],
];

const word = (random: Random): string => random.text(10, 'abcdefghijklmnopqrstuvwxyz');

function addMember(tenant: LogtoTenant, random: Random): void {
  anyKey(tenant.organizations, random, (organizationId) => {
    const members = tenant.memberships.get(organizationId);
    const others = [...tenant.users.keys()].filter((userId) => !members?.has(userId));
    if (others.length > 0) tenant.addMembers(organizationId, [random.pick(others)]);
  });
}

function assignRole(tenant: LogtoTenant, random: Random): void {
  const roleIds = [...tenant.organizationRoles.values()].filter(({ type }) => type === 'User').map(({ id }) => id);
  if (roleIds.length === 0) return;
  anyMember(
    tenant,
    random,
    (organizationId, userId, held) => {
      const others = roleIds.filter((roleId) => !held.includes(roleId));
      tenant.assignRoles(organizationId, [userId], [random.pick(others)]);
    },
    (held) => roleIds.some((roleId) => !held.includes(roleId)),
  );
}

function removeRole(tenant: LogtoTenant, random: Random): void {
  anyMember(
    tenant,
    random,
    (organizationId, userId, held) => tenant.removeRole(organizationId, userId, random.pick(held)),
    (held) => held.length > 0,
  );
}

function anyKey(table: ReadonlyMap<string, unknown>, random: Random, hit: (id: string) => unknown): void {
  if (table.size > 0) hit(random.pick([...table.keys()]));
}

function anyMember(
  tenant: LogtoTenant,
  random: Random,
  hit: (organizationId: string, userId: string, held: readonly string[]) => void,
  fits: (held: readonly string[]) => boolean = () => true,
): void {
  const found = [...tenant.memberships].flatMap(([organizationId, members]) =>
    [...members].filter(([, held]) => fits(held)).map(([userId, held]) => [organizationId, userId, held] as const),
  );
  if (found.length > 0) hit(...random.pick(found));
}
