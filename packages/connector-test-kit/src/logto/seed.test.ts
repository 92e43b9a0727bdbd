import { describe, expect, it } from 'vitest';
import { oddNames } from './odd-names.ts';
import { growTenant, type LogtoSeed } from './seed.ts';

const instants = (plan: LogtoSeed) => new Set(growTenant(plan).users.map(({ createdAt }) => createdAt)).size;

describe('growTenant', () => {
  it('grows the same tenant from the same plan, and another from another seed', () => {
    expect(growTenant({ seed: 7 })).toEqual(growTenant({ seed: 7 }));
    expect(growTenant({ seed: 8 })).not.toEqual(growTenant({ seed: 7 }));
  });

  it('grows a large tenant of one instant, exactly as large as planned, in less than a second', () => {
    const started = performance.now();
    const truth = growTenant({ users: 10_000, organizations: 300, memberships: 40_000, organizationRoles: 6 });
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(new Set(truth.users.map(({ id }) => id)).size).toBe(10_000);
    expect(new Set(truth.organizations.map(({ id }) => id)).size).toBe(300);
    const pairs = truth.memberships.map(({ organizationId, userId }) => `${organizationId}:${userId}`);
    expect([pairs.length, new Set(pairs).size]).toEqual([40_000, 40_000]);
    expect(new Set(truth.users.map(({ createdAt }) => createdAt)).size).toBe(1);
  });

  it('grows organizations of several pages, small ones and empty ones, and members with none, one and two roles', () => {
    const { organizations, memberships, organizationRoles } = growTenant({
      users: 1_000,
      organizations: 300,
      memberships: 30_000,
    });
    const sizes = organizations.map(
      ({ id }) => memberships.filter(({ organizationId }) => organizationId === id).length,
    );
    expect(Math.max(...sizes)).toBeGreaterThan(200);
    expect(sizes.filter((size) => size > 0 && size < 10).length).toBeGreaterThan(0);
    expect(sizes.filter((size) => size === 0).length).toBeGreaterThan(0);
    expect(new Set(memberships.map(({ organizationRoleIds }) => organizationRoleIds.length))).toEqual(
      new Set([0, 1, 2]),
    );
    const machine = organizationRoles.find(({ type }) => type === 'MachineToMachine')?.id ?? '';
    expect(memberships.some(({ organizationRoleIds }) => organizationRoleIds.includes(machine))).toBe(false);
  });

  it('grows users who are suspended, and users without address, name or user name', () => {
    const { users } = growTenant({ users: 2_000, organizations: 0 });
    expect(users.some(({ isSuspended }) => isSuspended)).toBe(true);
    for (const field of ['primaryEmail', 'username', 'name', 'primaryPhone'] as const) {
      expect(users.some((user) => user[field] === null)).toBe(true);
      expect(users.some((user) => user[field] !== null)).toBe(true);
    }
  });

  it('gives every odd name to somebody, and none when told so', () => {
    const names = (plan: LogtoSeed) =>
      new Set(growTenant({ users: 5_000, organizations: 0, ...plan }).users.map(({ name }) => name));
    expect(oddNames.filter((name) => !names({}).has(name))).toEqual([]);
    const plain = names({ oddNames: false });
    expect(oddNames.some((name) => plain.has(name))).toBe(false);
  });

  it('creates users at one instant or each at another', () => {
    expect([instants({}), instants({ creation: 'spread' })]).toEqual([1, 250]);
  });

  it.each([
    ['short', /^[0-9a-z]{12}$/],
    ['mixed-case', /^[0-9A-Za-z]{12}$/],
    ['uuid-v7', /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
  ] as const)('makes %s ids', (ids, pattern) => {
    const { users } = growTenant({ ids });
    expect(users.filter(({ id }) => !pattern.test(id))).toEqual([]);
  });

  it('makes UUIDs of one instant that begin alike', () => {
    expect(new Set(growTenant({ ids: 'uuid-v7' }).users.map(({ id }) => id.slice(0, 15))).size).toBe(1);
  });

  it.each([
    [{ users: 3, organizations: 2, memberships: 6 }, 6],
    [{ users: 3, organizations: 2 }, 6],
    [{ users: 5, organizations: 0 }, 0],
    [{ users: 0, organizations: 5 }, 0],
    [{ users: 50, organizations: 1, memberships: 50, organizationRoles: 0 }, 50],
  ])('grows %j with %i memberships', (plan, count) => {
    expect(growTenant(plan).memberships).toHaveLength(count);
  });

  it('refuses more memberships than there can be', () => {
    expect(() => growTenant({ users: 2, organizations: 2, memberships: 5 })).toThrow('at most 4 memberships');
  });
});
