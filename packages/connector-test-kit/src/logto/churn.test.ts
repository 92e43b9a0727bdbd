import { describe, expect, it } from 'vitest';
import { churnTenant, type LogtoChurn } from './churn.ts';
import { growTenant } from './seed.ts';
import { LogtoTenant } from './tenant/tenant.ts';
import { compareTruths, type LogtoChanges, type LogtoDifference } from './tenant/truth.ts';

function grownTenant(): LogtoTenant {
  const tenant = new LogtoTenant();
  tenant.load(growTenant());
  return tenant;
}

/** Such as `users created 3`, for all that is not 0. */
function countsOf(difference: LogtoDifference): string[] {
  return Object.entries<LogtoChanges>({ ...difference }).flatMap(([list, { created, deleted, modified }]) =>
    Object.entries({ created, deleted, modified })
      .filter(([, ids]) => ids.length > 0)
      .map(([kind, ids]) => `${list} ${kind} ${ids.length}`),
  );
}

describe('churnTenant', () => {
  it.each<[LogtoChurn, string[]]>([
    [{ createUsers: 3 }, ['users created 3']],
    [{ updateUsers: 1 }, ['users modified 1']],
    [{ suspendUsers: 1 }, ['users modified 1']],
    [{ createOrganizations: 2 }, ['organizations created 2']],
    [{ updateOrganizations: 1 }, ['organizations modified 1']],
    [{ createOrganizationRoles: 2 }, ['organizationRoles created 2']],
    [{ addMembers: 4 }, ['memberships created 4']],
    [{ removeMembers: 1 }, ['memberships deleted 1', 'assignments deleted 1']],
    [{ assignRoles: 1 }, ['memberships modified 1', 'assignments created 1']],
    [{ removeRoles: 1 }, ['memberships modified 1', 'assignments deleted 1']],
  ])('does %j, and tells what changed', (plan, expected) => {
    expect(countsOf(churnTenant(grownTenant(), plan))).toEqual(expected);
  });

  it('takes memberships along when it deletes users, organizations and roles', () => {
    const tenant = grownTenant();
    const difference = churnTenant(tenant, { deleteUsers: 50, deleteOrganizations: 2, deleteOrganizationRoles: 2 });
    expect([difference.users.deleted.length, difference.organizations.deleted.length]).toEqual([50, 2]);
    expect(difference.organizationRoles.deleted).toHaveLength(2);
    expect(difference.memberships.deleted.length).toBeGreaterThan(0);
    const { memberships } = tenant.truth();
    for (const { organizationId, userId, organizationRoleIds } of memberships) {
      expect(tenant.organizations.has(organizationId) && tenant.users.has(userId)).toBe(true);
      expect(organizationRoleIds.every((id) => tenant.organizationRoles.has(id))).toBe(true);
    }
  });

  it('does a little of everything without a plan', () => {
    const { users, organizations, memberships, assignments } = churnTenant(grownTenant());
    for (const changes of [users, organizations]) {
      const { created, deleted, modified } = changes;
      expect([created, deleted, modified].every((ids) => ids.length > 0)).toBe(true);
    }
    expect([memberships.created.length > 0, memberships.deleted.length > 0]).toEqual([true, true]);
    expect([assignments.created.length > 0, assignments.deleted.length > 0]).toEqual([true, true]);
  });

  it('hits the same ones with the same seed', () => {
    const deleted = (seed: number) => churnTenant(grownTenant(), { seed, deleteUsers: 5 }).users.deleted;
    expect(deleted(3)).toEqual(deleted(3));
    expect(deleted(4)).not.toEqual(deleted(3));
  });

  it('does nothing where there is nobody to hit', () => {
    const tenant = new LogtoTenant();
    const plan = { updateUsers: 1, deleteUsers: 1, addMembers: 1, removeMembers: 1, assignRoles: 1, removeRoles: 1 };
    churnTenant(tenant, plan);
    expect(tenant.truth()).toEqual({ users: [], organizations: [], organizationRoles: [], memberships: [] });
  });
});

describe('truth', () => {
  it('is sorted, and stays as it was when the tenant changes', () => {
    const tenant = grownTenant();
    const before = tenant.truth();
    const ids = before.users.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted());
    tenant.deleteUser(ids[0] ?? '');
    expect(before.users).toHaveLength(250);
    expect(compareTruths(before, tenant.truth()).users).toEqual({ created: [], deleted: [ids[0]], modified: [] });
  });
});
