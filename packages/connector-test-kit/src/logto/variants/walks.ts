import type { LogtoRequest } from '../api/request.ts';
import type { LogtoTenant } from '../tenant/tenant.ts';
import type { LogtoVariant } from './variant.ts';

type When = (request: LogtoRequest) => boolean;

const change = (
  description: string,
  when: When,
  act: (tenant: LogtoTenant, request: LogtoRequest) => unknown,
): LogtoVariant => ({
  description,
  before: ({ tenant }, request) => {
    if (when(request)) act(tenant, request);
  },
});

const secondPageOf =
  (list: string): When =>
  ({ endpoint, page, attempt }) =>
    endpoint === list && page === 2 && attempt === 1;

const everyPageOf =
  (list: string): When =>
  ({ endpoint, attempt }) =>
    endpoint === list && attempt === 1;

const firstMembers: When = ({ endpoint, count }) => endpoint === 'members' && count === 1;

/** What other people do to the tenant while it is being read. */
export const walkVariants = {
  'walk/user-created': change('A user is created before the second page of users.', secondPageOf('users'), (tenant) =>
    tenant.createUser({ name: 'Newcomer' }),
  ),
  'walk/user-deleted': change(
    'The newest user is deleted before the second page of users.',
    secondPageOf('users'),
    deleteNewestUser,
  ),
  'walk/user-replaced': change(
    'The newest user is deleted and one created before the second page of users: their number stays.',
    secondPageOf('users'),
    replaceNewestUser,
  ),
  'walk/users-restless': change(
    'The oldest user is deleted and one created before every page of users.',
    everyPageOf('users'),
    (tenant) => {
      const oldest = tenant.userTable.sorted.at(-1);
      if (oldest) tenant.deleteUser(oldest.id);
      tenant.createUser({ name: 'Newcomer' });
    },
  ),
  'walk/user-edited': change(
    'The newest user is renamed before the second page of users.',
    secondPageOf('users'),
    (tenant) => {
      const [newest] = tenant.userTable.sorted;
      if (newest) tenant.updateUser(newest.id, { name: 'Renamed' });
    },
  ),
  'walk/organization-created': change(
    'An organization is created before the second page of organizations.',
    secondPageOf('organizations'),
    (tenant) => tenant.createOrganization({ name: 'New' }),
  ),
  'walk/organization-edited': change(
    'Rows of organizations move before the second page, for ten of them are edited.',
    secondPageOf('organizations'),
    (tenant) => editOrganizations(tenant, 10),
  ),
  'walk/organizations-restless': change(
    'Rows of organizations move before every page, for ten of them are edited.',
    everyPageOf('organizations'),
    (tenant) => editOrganizations(tenant, 10),
  ),
  'walk/organization-deleted-between-pages': change(
    'The first organization is deleted before the second page of organizations.',
    secondPageOf('organizations'),
    (tenant) => {
      const [first] = tenant.organizationTable.page({ offset: 0, limit: 1 });
      if (first) tenant.deleteOrganization(first.id);
    },
  ),
  'walk/organization-deleted': change(
    'An organization is deleted just before its members are read: it looks empty.',
    firstMembers,
    (tenant, { parameters: { id = '' } }) => {
      if (tenant.organizations.has(id)) tenant.deleteOrganization(id);
    },
  ),
  'walk/organization-deleted-between-members': change(
    'An organization is deleted before the second page of its members.',
    secondPageOf('members'),
    (tenant, { parameters: { id = '' } }) => {
      if (tenant.organizations.has(id)) tenant.deleteOrganization(id);
    },
  ),
  'walk/member-removed': change(
    'The first member of an organization leaves before the second page of its members.',
    secondPageOf('members'),
    (tenant, { parameters: { id = '' } }) => {
      const [first] = tenant.memberships.get(id)?.keys() ?? [];
      if (first !== undefined) tenant.removeMember(id, first);
    },
  ),
  'walk/member-created': change(
    'A user is created, and joins an organization just before its members are read: nobody knows who that is.',
    firstMembers,
    (tenant, { parameters: { id = '' } }) => {
      if (tenant.organizations.has(id)) tenant.addMembers(id, [tenant.createUser({ name: 'Latecomer' }).id]);
    },
  ),
  'walk/member-deleted': change(
    'The first member of an organization is deleted just before its members are read.',
    firstMembers,
    (tenant, { parameters: { id = '' } }) => {
      const [first] = tenant.memberships.get(id)?.keys() ?? [];
      if (first !== undefined) tenant.deleteUser(first);
    },
  ),
  'walk/role-created': change(
    'An organization role is created, and given to all members just before they are read: nobody knows which that is.',
    firstMembers,
    (tenant, { parameters: { id = '' } }) => {
      const userIds = [...(tenant.memberships.get(id)?.keys() ?? [])];
      tenant.assignRoles(id, userIds, [tenant.createOrganizationRole({ name: 'latecomer' }).id]);
    },
  ),
} as const satisfies Record<string, LogtoVariant>;

function deleteNewestUser(tenant: LogtoTenant): void {
  const [newest] = tenant.userTable.sorted;
  if (newest) tenant.deleteUser(newest.id);
}

function replaceNewestUser(tenant: LogtoTenant): void {
  deleteNewestUser(tenant);
  tenant.createUser({ name: 'Newcomer' });
}

function editOrganizations(tenant: LogtoTenant, count: number): void {
  for (const { id, name } of tenant.organizationTable.page({ offset: 0, limit: count })) {
    tenant.updateOrganization(id, { name });
  }
}
