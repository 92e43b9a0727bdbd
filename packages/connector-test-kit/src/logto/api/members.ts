import type { Answer } from '../../oidc/scripted/variant.ts';
import type { LogtoTenant } from '../tenant/tenant.ts';
import { words } from './answer.ts';
import { assignmentBody, membersBody, parseBody, rolesBody } from './bodies.ts';
import { listAnswer } from './list.ts';
import type { LogtoRequest } from './request.ts';
import type { World } from './world.ts';

/** In the order in which they joined. An organization that does not exist has none, and nothing says that it is gone. */
export function members(world: World, request: LogtoRequest): Answer {
  const { tenant } = world;
  const found = [...(tenant.memberships.get(request.parameters.id ?? '') ?? [])];
  return listAnswer(world, request, {
    total: found.length,
    rows: ({ offset, limit }) =>
      found.slice(offset, offset + limit).map(([userId, roleIds]) => ({
        ...tenant.users.get(userId),
        organizationRoles: rolesShown(tenant, roleIds),
      })),
  });
}

export const rolesShown = (tenant: LogtoTenant, roleIds: readonly string[]): { id: string; name: string }[] =>
  roleIds.map((id) => ({ id, name: tenant.organizationRoles.get(id)?.name ?? '' }));

export function addMembers({ tenant }: World, { body, parameters: { id = '' } }: LogtoRequest): Answer {
  tenant.addMembers(id, parseBody(membersBody, body).userIds);
  return words(201);
}

export function removeMember({ tenant }: World, { parameters: { id = '', userId = '' } }: LogtoRequest): Answer {
  tenant.removeMember(id, userId);
  return words(204);
}

export function assignRoles({ tenant }: World, { body, parameters: { id = '' } }: LogtoRequest): Answer {
  const { userIds, organizationRoleIds } = parseBody(assignmentBody, body);
  tenant.assignRoles(id, userIds, organizationRoleIds);
  return words(201);
}

export function setRoles({ tenant }: World, { body, parameters: { id = '', userId = '' } }: LogtoRequest): Answer {
  tenant.setRoles(id, userId, parseBody(rolesBody, body).organizationRoleIds);
  return words(204);
}

export function removeRole({ tenant }: World, { parameters }: LogtoRequest): Answer {
  const { id = '', userId = '', roleId = '' } = parameters;
  tenant.removeRole(id, userId, roleId);
  return words(204);
}
