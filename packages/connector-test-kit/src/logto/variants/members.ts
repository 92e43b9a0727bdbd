import type { LogtoVariant } from './variant.ts';

type Member = Record<string, unknown>;

const firstMember = (description: string, change: (member: Member) => Member): LogtoVariant => ({
  description: `Members: the first of each organization ${description}`,
  rows: (rows, { endpoint, page }) => {
    const [row, ...others] = rows;
    if (endpoint !== 'members' || page !== 1 || typeof row !== 'object') return rows;
    return [change({ ...row }), ...others];
  },
});

const roles = (description: string, organizationRoles: unknown): LogtoVariant =>
  firstMember(description, (member) => ({ ...member, organizationRoles }));

/** What members and the roles they hold may look like. */
export const memberVariants = {
  'members/unknown-user': firstMember('is no user of the tenant.', (member) => ({ ...member, id: 'nobodyknowsme' })),
  'members/unknown-role': roles('holds a role that is not among the organization roles.', [
    { id: 'roleofnowhere', name: 'ghost' },
  ]),
  'members/roles-missing': firstMember(
    'has no organizationRoles.',
    ({ organizationRoles: _roles, ...member }) => member,
  ),
  'members/roles-null': roles('has null as organizationRoles.', null),
  'members/roles-object': roles('has an object as organizationRoles.', {}),
  'members/role-null': roles('holds null.', [null]),
  'members/role-without-id': roles('holds a role without an id.', [{ name: 'admin' }]),
  'members/role-repeated': firstMember('holds each of the roles twice.', ({ organizationRoles, ...member }) => ({
    ...member,
    organizationRoles: Array.isArray(organizationRoles) ? [...organizationRoles, ...organizationRoles] : [],
  })),
} as const satisfies Record<string, LogtoVariant>;
