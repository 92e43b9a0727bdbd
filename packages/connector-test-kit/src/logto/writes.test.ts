import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LogtoAnswer, type LogtoClient, logtoClient, objectOf } from '../testing/logto-client.ts';
import { type FakeLogto, startLogto } from './index.ts';

let logto: FakeLogto;
let client: LogtoClient;

beforeAll(async () => {
  logto = await startLogto();
  client = await logtoClient(logto);
});

/** An organization with a member who holds nothing, a user who is no member, and two roles. */
let ids: { organization: string; member: string; outsider: string; editor: string; viewer: string };

beforeEach(() => {
  logto.seed({ users: 0, organizations: 0, organizationRoles: 0 });
  const { tenant } = logto;
  ids = {
    organization: tenant.createOrganization({ name: 'Analytical Engines' }).id,
    member: tenant.createUser({ username: 'ada', primaryEmail: 'ada@example.test' }).id,
    outsider: tenant.createUser({ username: 'grace', primaryPhone: '491512345' }).id,
    editor: tenant.createOrganizationRole({ name: 'editor' }).id,
    viewer: tenant.createOrganizationRole({ name: 'viewer' }).id,
  };
  tenant.addMembers(ids.organization, [ids.member]);
});

afterAll(() => logto.close());

const users = (path = '') => `/organizations/${ids.organization}/users${path}`;
const rolesOf = (userId: string) => logto.tenant.memberships.get(ids.organization)?.get(userId);
const refusalOf = ({ status, text }: LogtoAnswer) => [status, objectOf(text).code];

describe('members', () => {
  it('are added in bulk, as often as one likes; the answer is a word', async () => {
    for (let time = 0; time < 2; time += 1) {
      const { status, text } = await client.call('POST', users(), { userIds: [ids.member, ids.outsider] });
      expect([status, text]).toEqual([201, 'Created']);
    }
    expect([...(logto.tenant.memberships.get(ids.organization)?.keys() ?? [])]).toEqual([ids.member, ids.outsider]);
  });

  it('keep their roles when they are added again', async () => {
    logto.tenant.assignRoles(ids.organization, [ids.member], [ids.editor]);
    await client.call('POST', users(), { userIds: [ids.member] });
    expect(rolesOf(ids.member)).toEqual([ids.editor]);
  });

  it('must be users, of an organization that exists', async () => {
    const code = 'entity.relation_foreign_key_not_found';
    expect(refusalOf(await client.call('POST', users(), { userIds: ['nobody'] }))).toEqual([422, code]);
    const elsewhere = await client.call('POST', '/organizations/nowhere/users', { userIds: [ids.member] });
    expect(refusalOf(elsewhere)).toEqual([422, code]);
  });

  it('leave with their roles, once', async () => {
    logto.tenant.assignRoles(ids.organization, [ids.member], [ids.editor]);
    const { status, text } = await client.call('DELETE', users(`/${ids.member}`));
    expect([status, text]).toEqual([204, '']);
    expect(refusalOf(await client.call('DELETE', users(`/${ids.member}`)))).toEqual([404, 'entity.not_found']);
    logto.tenant.addMembers(ids.organization, [ids.member]);
    expect(rolesOf(ids.member)).toEqual([]);
  });
});

describe('roles of members', () => {
  it('are assigned in bulk, as often as one likes; the answer is a word', async () => {
    const body = { userIds: [ids.member], organizationRoleIds: [ids.editor, ids.viewer] };
    for (let time = 0; time < 2; time += 1) {
      const { status, text } = await client.call('POST', users('/roles'), body);
      expect([status, text]).toEqual([201, 'Created']);
    }
    expect(rolesOf(ids.member)).toEqual([ids.editor, ids.viewer]);
  });

  it('are refused to those who are no members, and nobody gets any', async () => {
    const body = { userIds: [ids.member, ids.outsider], organizationRoleIds: [ids.editor] };
    expect((await client.call('POST', users('/roles'), body)).status).toBe(422);
    expect(rolesOf(ids.member)).toEqual([]);
    const put = await client.call('PUT', users(`/${ids.outsider}/roles`), { organizationRoleIds: [] });
    expect(refusalOf(put)).toEqual([422, 'organization.require_membership']);
    const removed = await client.call('DELETE', users(`/${ids.outsider}/roles/${ids.editor}`));
    expect(refusalOf(removed)).toEqual([422, 'organization.require_membership']);
  });

  it('must exist', async () => {
    const body = { userIds: [ids.member], organizationRoleIds: ['no-role'] };
    expect((await client.call('POST', users('/roles'), body)).status).toBe(422);
    expect(rolesOf(ids.member)).toEqual([]);
  });

  it('are replaced and removed', async () => {
    logto.tenant.assignRoles(ids.organization, [ids.member], [ids.editor]);
    const put = await client.call('PUT', users(`/${ids.member}/roles`), { organizationRoleIds: [ids.viewer] });
    expect(put.status).toBe(204);
    expect(rolesOf(ids.member)).toEqual([ids.viewer]);
    const path = users(`/${ids.member}/roles/${ids.viewer}`);
    expect((await client.call('DELETE', path)).status).toBe(204);
    expect(refusalOf(await client.call('DELETE', path))).toEqual([404, 'entity.not_found']);
  });

  it('go when the role is deleted', () => {
    logto.tenant.assignRoles(ids.organization, [ids.member], [ids.editor, ids.viewer]);
    logto.tenant.deleteOrganizationRole(ids.editor);
    expect(rolesOf(ids.member)).toEqual([ids.viewer]);
  });
});

describe('users', () => {
  it('are created with 200, changed, suspended and deleted', async () => {
    const created = await client.call('POST', '/users', { username: 'joan', name: null, unknown: 'field' });
    const { id: newId, ...fields } = objectOf(created.text);
    const id = String(newId);
    expect([created.status, fields]).toEqual([200, expect.objectContaining({ username: 'joan', isSuspended: false })]);
    expect(fields).not.toHaveProperty('unknown');
    const patched = await client.call('PATCH', `/users/${id}`, { name: 'Joan' });
    expect([patched.status, objectOf(patched.text)]).toEqual([
      200,
      expect.objectContaining({ name: 'Joan', username: 'joan' }),
    ]);
    const suspended = await client.call('PATCH', `/users/${id}/is-suspended`, { isSuspended: true });
    expect([suspended.status, objectOf(suspended.text).isSuspended]).toEqual([200, true]);
    expect(objectOf((await client.get(`/users/${id}`)).text).isSuspended).toBe(true);
    expect((await client.call('DELETE', `/users/${id}`)).status).toBe(204);
    for (const method of ['DELETE', 'GET']) {
      expect(refusalOf(await client.call(method, `/users/${id}`))).toEqual([404, 'entity.not_found']);
    }
  });

  it.each([
    [{ username: 'ada' }, 'user.username_already_in_use'],
    [{ primaryEmail: 'ADA@example.test' }, 'user.email_already_in_use'],
    [{ primaryPhone: '491512345' }, 'user.phone_already_in_use'],
  ])('are refused with what another one has: %j', async (fields, code) => {
    expect(refusalOf(await client.call('POST', '/users', fields))).toEqual([422, code]);
  });

  it('keep what is their own', async () => {
    expect((await client.call('PATCH', `/users/${ids.member}`, { username: 'ada' })).status).toBe(200);
    expect(refusalOf(await client.call('PATCH', `/users/${ids.member}`, { username: 'grace' }))).toEqual([
      422,
      'user.username_already_in_use',
    ]);
  });

  it('leave every organization when they are deleted', async () => {
    await client.call('DELETE', `/users/${ids.member}`);
    expect(rolesOf(ids.member)).toBeUndefined();
  });
});

describe('organizations', () => {
  it('are created, changed and deleted', async () => {
    const created = await client.call('POST', '/organizations', { name: 'New', description: 'One' });
    const id = String(objectOf(created.text).id);
    expect(created.status).toBe(201);
    const patched = await client.call('PATCH', `/organizations/${id}`, { description: 'Two' });
    expect(objectOf(patched.text)).toMatchObject({ name: 'New', description: 'Two' });
    expect((await client.call('DELETE', `/organizations/${id}`)).status).toBe(204);
    expect(refusalOf(await client.call('DELETE', `/organizations/${id}`))).toEqual([404, 'entity.not_found']);
    expect(refusalOf(await client.get(`/organizations/${id}`))).toEqual([404, 'entity.not_exists_with_id']);
    expect(refusalOf(await client.call('PATCH', `/organizations/${id}`, {}))).toEqual([
      404,
      'entity.not_exists_with_id',
    ]);
  });
});

describe('a body', () => {
  it.each([
    ['POST', '/users', { username: 1 }],
    ['POST', '/organizations', {}],
    ['POST', '/organizations/x/users', { userIds: [] }],
    ['POST', '/organizations/x/users/roles', { userIds: ['a'] }],
    ['POST', '/organizations', undefined],
  ])('that is wrong is refused: %s %s %j', async (method, path, body) => {
    expect(refusalOf(await client.call(method, path, body))).toEqual([400, 'guard.invalid_input']);
  });
});
