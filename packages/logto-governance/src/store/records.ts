import { type Entitlement, entitlementId, type Grant, grantId, type Resource } from '@jackfield/connector-kit';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { LogtoResourceType } from './snapshot-writer.ts';

/** What Logto's own texts may be missing; then it is said by the next one, last by the id. */
const text = z.string().min(1).optional().catch(undefined);

const dataGuard = z.looseObject({
  name: text,
  username: text,
  primaryEmail: text,
  primaryPhone: text,
  isSuspended: z.boolean().optional().catch(undefined),
  createdAt: z.number().optional().catch(undefined),
});

const resourceRowGuard = z.object({
  type: z.enum(['user', 'organization', 'organization-role']),
  id: z.string(),
  data: z.string(),
});

/** Reads a row of `type, id, data`. */
export function toResource(row: unknown): Resource {
  const { type, id, data } = resourceRowGuard.parse(row);
  const profile = z.record(z.string(), z.unknown()).parse(JSON.parse(data));
  const { isSuspended, createdAt, ...names } = dataGuard.parse(profile);
  const displayName = names.name ?? names.username ?? names.primaryEmail ?? names.primaryPhone ?? id;
  return {
    type,
    id,
    displayName,
    ...(type === 'user' && isSuspended !== undefined && { status: isSuspended ? 'disabled' : 'enabled' }),
    ...(createdAt !== undefined && { createdAt }),
    profile,
  };
}

const entitlementRowGuard = z.object({
  organization: z.string(),
  organization_name: z.string().nullish(),
  role: z.string().nullable(),
  role_name: z.string().nullish(),
});

/** Reads a row of `organization, organization_name, role, role_name`; without a role it is the membership itself. */
export function toEntitlement(row: unknown): Entitlement {
  const { organization, organization_name, role, role_name } = entitlementRowGuard.parse(row);
  const organizationName = organization_name ?? organization;
  const grantableTo = ['user'];
  if (role === null) {
    const resource = { type: 'organization', id: organization };
    const displayName = `Member of ${organizationName}`;
    return { ...identified(resource, 'member'), displayName, purpose: 'assignment', grantableTo };
  }
  const resource = { type: 'organization-role', id: role };
  const displayName = `${role_name ?? role} in ${organizationName}`;
  return { ...identified(resource, organization), displayName, purpose: 'permission', grantableTo };
}

function identified(
  resource: Entitlement['resource'],
  permission: string,
): Pick<Entitlement, 'id' | 'resource' | 'permission'> {
  return { id: entitlementId(resource, permission), resource, permission };
}

const membershipRowGuard = z.object({ organization: z.string(), user: z.string(), roles: z.string() });
const rolesGuard = z.array(z.string());

/** Reads a row of `organization, user, roles`: the membership, and each role. */
export function toGrants(row: unknown): Grant[] {
  const { organization, user, roles } = membershipRowGuard.parse(row);
  return [memberOf(organization), ...parseRoles(roles).map((role) => holderOf(role, organization))].map((entitlement) =>
    toGrant(entitlement, user),
  );
}

export function parseRoles(roles: string): string[] {
  return rolesGuard.parse(JSON.parse(roles));
}

export function toGrant(entitlement: string, user: string): Grant {
  const principal = { type: 'user', id: user };
  return { id: grantId(entitlement, principal), entitlement, principal };
}

/** The entitlement of belonging to an organization. */
export function memberOf(organization: string): string {
  return entitlementId({ type: 'organization', id: organization }, 'member');
}

/** The entitlement of holding a role in an organization. */
export function holderOf(role: string, organization: string): string {
  return entitlementId({ type: 'organization-role', id: role }, organization);
}

/** `organization, organization_name, role, role_name` of every entitlement of the snapshot `?1`. */
export const entitlementRows = `
  select id as organization, json_extract(data, '$.name') as organization_name, null as role, null as role_name
  from resource where snapshot = ?1 and type = 'organization'
  union all
  select organization.id, json_extract(organization.data, '$.name'), role.id, json_extract(role.data, '$.name')
  from resource as role, resource as organization
  where role.snapshot = ?1 and role.type = 'organization-role' and organization.snapshot = ?1
  and organization.type = 'organization' and json_extract(role.data, '$.type') is not 'MachineToMachine'`;

/** How many records of each kind a snapshot has. */
export function countRecords(
  database: DatabaseSync,
  snapshot: number,
): Record<LogtoResourceType | 'entitlements' | 'grants', number> {
  const count = (sql: string, ...parameters: string[]): number =>
    Number(database.prepare(`select ${sql}`).get(snapshot, ...parameters)?.count);
  const ofType = (type: LogtoResourceType): number =>
    count('count(*) as count from resource where snapshot = ?1 and type = ?2', type);
  return {
    user: ofType('user'),
    organization: ofType('organization'),
    'organization-role': ofType('organization-role'),
    entitlements: count(`count(*) as count from (${entitlementRows})`),
    grants: count('coalesce(sum(1 + json_array_length(roles)), 0) as count from membership where snapshot = ?1'),
  };
}
