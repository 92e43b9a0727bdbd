import type { Answer } from '../../oidc/scripted/variant.ts';
import { LogtoRefusal } from '../tenant/refusal.ts';
import { refusal, words } from './answer.ts';
import { addMembers, assignRoles, members, removeMember, removeRole, setRoles } from './members.ts';
import {
  createOrganization,
  deleteOrganization,
  organization,
  organizationRoles,
  organizations,
  updateOrganization,
} from './organizations.ts';
import type { LogtoRequest } from './request.ts';
import type { Endpoint } from './routes.ts';
import { token } from './token.ts';
import { createUser, deleteUser, suspendUser, updateUser, user, userOrganizations, users } from './users.ts';
import type { World } from './world.ts';

const handlers = {
  token,
  users,
  user,
  'create-user': createUser,
  'update-user': updateUser,
  'suspend-user': suspendUser,
  'delete-user': deleteUser,
  'user-organizations': userOrganizations,
  organizations,
  organization,
  'create-organization': createOrganization,
  'update-organization': updateOrganization,
  'delete-organization': deleteOrganization,
  members,
  'add-members': addMembers,
  'remove-member': removeMember,
  'assign-roles': assignRoles,
  'set-roles': setRoles,
  'remove-role': removeRole,
  'organization-roles': organizationRoles,
  unknown: () => words(404),
} as const satisfies Record<Endpoint, (world: World, request: LogtoRequest) => Answer>;

/** The answer to a request: access is checked first, and what the tenant refuses is said as Logto says it. */
export function respond(world: World, request: LogtoRequest): Answer {
  try {
    if (request.url.pathname.startsWith('/api/')) world.tokens.check(request.headers);
    return handlers[request.endpoint](world, request);
  } catch (error) {
    if (error instanceof LogtoRefusal) return refusal(error);
    throw error;
  }
}
