import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTrapServer, type TrapServer } from '../oidc/trap-server.ts';
import { objectOf } from '../testing/logto-client.ts';
import { type FakeLogto, startLogto, webhookSignature } from './index.ts';

let receiver: TrapServer;
let logto: FakeLogto;

beforeAll(async () => {
  receiver = await startTrapServer();
  logto = await startLogto({ webhook: { url: `${receiver.origin}/hook`, signingKey: 'signing-key' } });
});

beforeEach(() => {
  logto.seed();
  receiver.reset();
});

afterAll(async () => {
  await logto.close();
  await receiver.close();
});

async function eventsAfter(act: () => void): Promise<Record<string, unknown>[]> {
  act();
  await logto.webhooksSettled();
  return receiver.requests.map(({ body }) => objectOf(body));
}

const memberOf = (): [organizationId: string, userId: string] => {
  const [organizationId = '', members] = [...logto.tenant.memberships].find(([, { size }]) => size > 0) ?? [];
  return [organizationId, [...(members?.keys() ?? [])][0] ?? ''];
};

describe('webhooks', () => {
  it('are signed', async () => {
    await eventsAfter(() => logto.tenant.createUser());
    const [request] = receiver.requests;
    expect(request?.headers['logto-signature-sha-256']).toBe(webhookSignature('signing-key', request?.body ?? ''));
    expect(webhookSignature('key', 'The quick brown fox jumps over the lazy dog')).toBe(
      'f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8',
    );
  });

  it('tell of users', async () => {
    const events = await eventsAfter(() => {
      const { id } = logto.tenant.createUser({ name: 'Joan' });
      logto.tenant.updateUser(id, { name: 'Joan Clarke' });
      logto.tenant.suspendUser(id, true);
      logto.tenant.deleteUser(id);
    });
    expect(events.map(({ event }) => event)).toEqual([
      'User.Created',
      'User.Data.Updated',
      'User.SuspensionStatus.Updated',
      'User.Deleted',
    ]);
    expect(events[1]).toMatchObject({ hookId: 'hook-1', data: { name: 'Joan Clarke' } });
    expect(events[3]).toMatchObject({ data: null });
  });

  it('tell of organizations, and of one that is deleted nothing but its id', async () => {
    const events = await eventsAfter(() => {
      const { id } = logto.tenant.createOrganization({ name: 'New' });
      logto.tenant.updateOrganization(id, { name: 'Newer' });
      logto.tenant.deleteOrganization(id);
    });
    expect(events.map(({ event }) => event)).toEqual([
      'Organization.Created',
      'Organization.Data.Updated',
      'Organization.Deleted',
    ]);
    expect(events[2]).toEqual({
      hookId: 'hook-1',
      createdAt: expect.any(String),
      event: 'Organization.Deleted',
      params: { id: expect.any(String) },
      data: null,
    });
  });

  it('tell who joined and who left', async () => {
    const [organizationId, userId] = memberOf();
    const events = await eventsAfter(() => {
      logto.tenant.removeMember(organizationId, userId);
      logto.tenant.addMembers(organizationId, [userId, userId]);
    });
    expect(events).toEqual([
      expect.objectContaining({ event: 'Organization.Membership.Updated', organizationId, removedUserIds: [userId] }),
      expect.objectContaining({ event: 'Organization.Membership.Updated', organizationId, addedUserIds: [userId] }),
    ]);
  });

  it('tell of organization roles', async () => {
    const events = await eventsAfter(() => {
      logto.tenant.deleteOrganizationRole(logto.tenant.createOrganizationRole({ name: 'new' }).id);
    });
    expect(events.map(({ event }) => event)).toEqual(['OrganizationRole.Created', 'OrganizationRole.Deleted']);
  });

  it('keep silent about roles that are given or taken', async () => {
    const [organizationId, userId] = memberOf();
    const [roleId = ''] = logto.tenant.organizationRoles.keys();
    const events = await eventsAfter(() => {
      logto.tenant.setRoles(organizationId, userId, []);
      logto.tenant.assignRoles(organizationId, [userId], [roleId]);
      logto.tenant.removeRole(organizationId, userId, roleId);
    });
    expect(events).toEqual([]);
  });

  it('tell of a deleted user only that, whatever organizations it was in', async () => {
    const [, userId] = memberOf();
    const events = await eventsAfter(() => logto.tenant.deleteUser(userId));
    expect(events.map(({ event }) => event)).toEqual(['User.Deleted']);
  });

  it('are lost on a receiver that is down', async () => {
    const gone = await startTrapServer();
    await gone.close();
    const other = await startLogto({ webhook: { url: gone.origin, signingKey: 'k' } });
    other.tenant.createUser();
    await expect(other.webhooksSettled()).resolves.toBeUndefined();
    await other.close();
  });
});
