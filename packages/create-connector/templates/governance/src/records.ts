import { type Entitlement, entitlementId, type Grant, grantId, type Resource } from '@jackfield/connector-kit';
import type * as z from 'zod';
import type { ListName } from './endpoints.ts';
import { pageGuards } from './responses.ts';

/** What one page comes to. */
export interface Records {
  readonly resources: readonly Resource[];
  readonly entitlements: readonly Entitlement[];
  readonly grants: readonly Grant[];
}

type Item<Name extends ListName> = z.output<(typeof pageGuards)[Name]>['items'][number];

/**
 * Checks a page, and makes its records.
 *
 * @returns `undefined` for what is no such page
 * @throws `invalid_response` for an id that cannot be part of an entitlement
 */
export function readPage(
  name: ListName,
  page: unknown,
): { records: Records; items: number; total: number } | undefined {
  const { data } = pageGuards[name].safeParse(page);
  if (data === undefined) return undefined;
  return { records: recordsOf(name, page), items: data.items.length, total: data.total };
}

function recordsOf(name: ListName, page: unknown): Records {
  const none: Records = { resources: [], entitlements: [], grants: [] };
  switch (name) {
    case 'user':
      return { ...none, resources: pageGuards.user.parse(page).items.map(toUser) };
    case 'group': {
      const groups = pageGuards.group.parse(page).items;
      return { ...none, resources: groups.map(toGroup), entitlements: groups.map(toMemberEntitlement) };
    }
    case 'membership':
      return { ...none, grants: pageGuards.membership.parse(page).items.map(toGrant) };
  }
}

function toUser(user: Item<'user'>): Resource {
  const { id, name, suspended } = user;
  return {
    type: 'user',
    id,
    displayName: name,
    ...(suspended !== undefined && { status: suspended ? 'disabled' : 'enabled' }),
    profile: user,
  };
}

function toGroup(group: Item<'group'>): Resource {
  return { type: 'group', id: group.id, displayName: group.name, profile: group };
}

function toMemberEntitlement({ id, name }: Item<'group'>): Entitlement {
  const resource = { type: 'group', id };
  return {
    id: entitlementId(resource, 'member'),
    resource,
    permission: 'member',
    displayName: `Member of ${name}`,
    purpose: 'assignment',
    grantableTo: ['user'],
  };
}

function toGrant({ userId, groupId }: Item<'membership'>): Grant {
  const principal = { type: 'user', id: userId };
  const entitlement = entitlementId({ type: 'group', id: groupId }, 'member');
  return { id: grantId(entitlement, principal), entitlement, principal };
}
