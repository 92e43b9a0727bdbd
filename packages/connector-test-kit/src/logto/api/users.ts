import type { Answer } from '../../oidc/scripted/variant.ts';
import { notFound } from '../tenant/refusal.ts';
import { json, words } from './answer.ts';
import { parseBody, suspensionBody, userBody } from './bodies.ts';
import { listAnswer } from './list.ts';
import { rolesShown } from './members.ts';
import type { LogtoRequest } from './request.ts';
import { parseUserSearch } from './user-search.ts';
import type { World } from './world.ts';

export const users = (world: World, request: LogtoRequest): Answer =>
  listAnswer(world, request, world.tenant.userTable.list(parseUserSearch(request.url.searchParams)));

export function user({ tenant }: World, { parameters: { id = '' } }: LogtoRequest): Answer {
  const found = tenant.users.get(id);
  if (!found) throw notFound('not_found', 'user');
  return json(found);
}

/** Not paged. */
export function userOrganizations({ tenant }: World, { parameters: { id = '' } }: LogtoRequest): Answer {
  const found = [...tenant.organizations.values()].flatMap((organization) => {
    const roleIds = tenant.memberships.get(organization.id)?.get(id);
    return roleIds ? [{ ...organization, organizationRoles: rolesShown(tenant, roleIds) }] : [];
  });
  return json(found);
}

export const createUser = ({ tenant }: World, { body }: LogtoRequest): Answer =>
  json(tenant.createUser(parseBody(userBody, body)));

export const updateUser = ({ tenant }: World, { body, parameters: { id = '' } }: LogtoRequest): Answer =>
  json(tenant.updateUser(id, parseBody(userBody, body)));

export const suspendUser = ({ tenant }: World, { body, parameters: { id = '' } }: LogtoRequest): Answer =>
  json(tenant.suspendUser(id, parseBody(suspensionBody, body).isSuspended));

export function deleteUser({ tenant }: World, { parameters: { id = '' } }: LogtoRequest): Answer {
  tenant.deleteUser(id);
  return words(204);
}
