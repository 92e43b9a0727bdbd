import type { Answer } from '../../oidc/scripted/variant.ts';
import { notFound } from '../tenant/refusal.ts';
import { json, words } from './answer.ts';
import { organizationBody, parseBody } from './bodies.ts';
import { listAnswer } from './list.ts';
import type { LogtoRequest } from './request.ts';
import type { World } from './world.ts';

export const organizations = (world: World, request: LogtoRequest): Answer =>
  listAnswer(world, request, {
    total: world.tenant.organizations.size,
    rows: (window) => world.tenant.organizationTable.page(window),
  });

export function organization({ tenant }: World, { parameters: { id = '' } }: LogtoRequest): Answer {
  const found = tenant.organizations.get(id);
  if (!found) throw notFound('not_exists_with_id', 'organization');
  return json(found);
}

export const createOrganization = ({ tenant }: World, { body }: LogtoRequest): Answer =>
  json(tenant.createOrganization(parseBody(organizationBody, body)), 201);

export const updateOrganization = ({ tenant }: World, { body, parameters: { id = '' } }: LogtoRequest): Answer =>
  json(tenant.updateOrganization(id, parseBody(organizationBody.partial(), body)));

export function deleteOrganization({ tenant }: World, { parameters: { id = '' } }: LogtoRequest): Answer {
  tenant.deleteOrganization(id);
  return words(204);
}

export const organizationRoles = (world: World, request: LogtoRequest): Answer =>
  listAnswer(world, request, {
    total: world.tenant.organizationRoles.size,
    rows: ({ offset, limit }) => [...world.tenant.organizationRoles.values()].slice(offset, offset + limit),
  });
