import { describe, expect, it } from 'vitest';
import { takeSnapshot, testDatabase, testLogto, testSnapshots } from '../testing/setup.ts';
import { openSnapshots } from './snapshots.ts';

const seed = { users: 60, organizations: 5, memberships: 90, oddNames: false, creation: 'spread' } as const;

/** The entitlements that a user holds, as the tenant has it. */
function heldBy(logto: Awaited<ReturnType<typeof testLogto>>, user: string): string[] {
  return logto.tenant
    .truth()
    .memberships.filter(({ userId }) => userId === user)
    .flatMap(({ organizationId, organizationRoleIds }) => [
      `organization:${organizationId}:member`,
      ...organizationRoleIds.map((role) => `organization-role:${role}:${organizationId}`),
    ])
    .toSorted();
}

describe('a snapshot', () => {
  it('lists resources, entitlements and grants with immutable ids', async () => {
    const logto = await testLogto({ seed });
    const { result, database } = await takeSnapshot(logto);
    const snapshot = (await testSnapshots(database)).get();
    const { users, organizations, organizationRoles } = logto.tenant.truth();

    expect([...snapshot.resources()]).toHaveLength(60 + 5 + 4);
    expect([...snapshot.resources('user')].map(({ id }) => id)).toEqual(users.map(({ id }) => id));
    const [user] = users;
    expect(snapshot.resource('user', user?.id ?? '')).toMatchObject({
      type: 'user',
      displayName: user?.name,
      status: user?.isSuspended ? 'disabled' : 'enabled',
      createdAt: user?.createdAt,
      profile: user,
    });

    const rolesOfPeople = organizationRoles.filter(({ type }) => type === 'User');
    const entitlements = [...snapshot.entitlements()];
    expect(entitlements).toHaveLength(organizations.length * (1 + rolesOfPeople.length));
    expect(new Set(entitlements.map(({ id }) => id)).size).toBe(entitlements.length);
    const [organization] = organizations;
    expect(entitlements).toContainEqual({
      id: `organization:${organization?.id}:member`,
      resource: { type: 'organization', id: organization?.id },
      permission: 'member',
      displayName: `Member of ${organization?.name}`,
      purpose: 'assignment',
      grantableTo: ['user'],
    });
    const [role] = rolesOfPeople;
    expect(entitlements).toContainEqual({
      id: `organization-role:${role?.id}:${organization?.id}`,
      resource: { type: 'organization-role', id: role?.id },
      permission: organization?.id,
      displayName: `${role?.name} in ${organization?.name}`,
      purpose: 'permission',
      grantableTo: ['user'],
    });

    const grants = [...snapshot.grants()];
    const ids = new Set(entitlements.map(({ id }) => id));
    expect(grants).toHaveLength(result.counts.grants ?? 0);
    expect(grants.every(({ entitlement }) => ids.has(entitlement))).toBe(true);
    expect(grants.map(({ id }) => id).toSorted()).toEqual(
      users.flatMap(({ id }) => heldBy(logto, id).map((held) => `${held}:user:${id}`)).toSorted(),
    );
    expect(snapshot.counts()).toEqual(result.counts);
  });

  it('says what a user holds, and who holds an entitlement', async () => {
    const logto = await testLogto({ seed });
    const { database } = await takeSnapshot(logto);
    const snapshot = (await testSnapshots(database)).get();
    for (const { id } of logto.tenant.truth().users) {
      const held = [...snapshot.access(id)].map(({ entitlement }) => entitlement.id).toSorted();
      expect(held).toEqual(heldBy(logto, id));
    }
    for (const { id } of snapshot.entitlements()) {
      const holders = [...snapshot.principals(id)].map((user) => user.id);
      const expected = [...logto.tenant.users.keys()].filter((user) => heldBy(logto, user).includes(id));
      expect(holders).toEqual(expected.toSorted());
    }
  });

  it('finds users by id, user name and address, and nothing by a part of them', async () => {
    const logto = await testLogto({ seed });
    const { database } = await takeSnapshot(logto);
    const snapshot = (await testSnapshots(database)).get();
    const user = logto.tenant.truth().users.find(({ username, primaryEmail }) => username && primaryEmail);
    for (const text of [user?.id, user?.username, user?.primaryEmail]) {
      expect(snapshot.findUsers(text ?? '').map(({ id }) => id)).toEqual([user?.id]);
    }
    for (const text of ['', '%', 'user', user?.username?.slice(1) ?? '', "' or 1=1 --"]) {
      expect(snapshot.findUsers(text)).toEqual([]);
    }
  });

  it.each(['', 'organization', 'organization:x:member', 'organization-role:x:y', "organization:' or 1=1:member"])(
    'refuses an entitlement that is none: %j',
    async (id) => {
      const logto = await testLogto({ seed: { users: 2, organizations: 1, memberships: 1 } });
      const { database } = await takeSnapshot(logto);
      const snapshot = (await testSnapshots(database)).get();
      expect(() => [...snapshot.principals(id)]).toThrow(
        expect.objectContaining({ code: 'invalid_request_parameters' }),
      );
    },
  );

  it('is not there before the first sync', async () => {
    await expect(openSnapshots(testDatabase())).rejects.toMatchObject({ code: 'general' });
  });

  it('can be read while the next one is written', async () => {
    const logto = await testLogto({ seed });
    const database = testDatabase();
    await takeSnapshot(logto, { database });
    const seen: number[] = [];
    const snapshots = await testSnapshots(database);
    await takeSnapshot(logto, {
      database,
      checkpointInterval: 0,
      onProgress: () => seen.push([...snapshots.get().grants()].length),
    });
    expect(new Set(seen).size).toBe(1);
  });
});

describe('the difference between two snapshots', () => {
  it('is what has changed in the tenant', async () => {
    const logto = await testLogto({ seed });
    const database = testDatabase();
    await takeSnapshot(logto, { database });
    const changed = logto.churn();
    await takeSnapshot(logto, { database });
    const changes = [...(await testSnapshots(database)).diff(1, 2)];
    const resources = (change: string, type: string): string[] =>
      changes.flatMap((one) =>
        one.kind === 'resource' && one.change === change && one.resource.type === type ? [one.resource.id] : [],
      );
    for (const change of ['created', 'deleted', 'modified'] as const) {
      expect(resources(change, 'user').toSorted()).toEqual(changed.users[change]);
      expect(resources(change, 'organization').toSorted()).toEqual(changed.organizations[change]);
      expect(resources(change, 'organization-role').toSorted()).toEqual(changed.organizationRoles[change]);
    }
    const grants = (change: string): string[] =>
      changes.flatMap((one) => (one.kind === 'grant' && one.change === change ? [one.grant.id] : []));
    for (const change of ['created', 'deleted'] as const) {
      const members = changed.memberships[change]
        .map((id) => id.replace(':', ':member:user:'))
        .map((id) => `organization:${id}`);
      const roles = changed.assignments[change].map((id) => {
        const [organization, role, user] = id.split(':');
        return `organization-role:${role}:${organization}:user:${user}`;
      });
      expect(grants(change).toSorted()).toEqual([...members, ...roles].toSorted());
    }
  });

  it('names the fields, and passes over the times of sign-ins unless told', async () => {
    const logto = await testLogto({ seed });
    const database = testDatabase();
    await takeSnapshot(logto, { database });
    const [id = ''] = logto.tenant.users.keys();
    logto.use({
      description: 'Everyone has signed in.',
      rows: (rows, { endpoint }) =>
        endpoint === 'users' ? rows.map((row) => Object.assign({}, row, { lastSignInAt: 1 })) : rows,
    });
    logto.tenant.suspendUser(id, !logto.tenant.users.get(id)?.isSuspended);
    await takeSnapshot(logto, { database });
    const snapshots = await testSnapshots(database);
    expect([...snapshots.diff(1, 2)]).toMatchObject([
      { change: 'modified', resource: { type: 'user', id }, fields: ['isSuspended'] },
    ]);
    expect([...snapshots.diff(1, 2, { allFields: true })]).toHaveLength(60);
    expect([...snapshots.diff(2, 2)]).toEqual([]);
  });
});
