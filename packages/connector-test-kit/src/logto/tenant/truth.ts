import type { LogtoMembership, LogtoOrganization, LogtoOrganizationRole, LogtoUser } from './model.ts';

/** Everything that is so in a tenant, each list sorted by id. What a complete and true snapshot has to agree with. */
export interface LogtoTruth {
  readonly users: readonly LogtoUser[];
  readonly organizations: readonly LogtoOrganization[];
  readonly organizationRoles: readonly LogtoOrganizationRole[];
  readonly memberships: readonly LogtoMembership[];
}

/** Ids of what one truth has and the other has not, or has otherwise. */
export interface LogtoChanges {
  readonly created: readonly string[];
  readonly deleted: readonly string[];
  readonly modified: readonly string[];
}

/**
 * How one truth differs from another. Memberships are named `<organization id>:<user id>`, role assignments
 * `<organization id>:<role id>:<user id>`; a membership is modified when its roles are.
 */
export interface LogtoDifference {
  readonly users: LogtoChanges;
  readonly organizations: LogtoChanges;
  readonly organizationRoles: LogtoChanges;
  readonly memberships: LogtoChanges;
  readonly assignments: LogtoChanges;
}

/** What changed from one truth to another. */
export function compareTruths(before: LogtoTruth, after: LogtoTruth): LogtoDifference {
  const compare = <Item>(items: (truth: LogtoTruth) => readonly Item[], idOf: (item: Item) => string): LogtoChanges =>
    compareById(items(before), items(after), idOf);
  return {
    users: compare(({ users }) => users, ownId),
    organizations: compare(({ organizations }) => organizations, ownId),
    organizationRoles: compare(({ organizationRoles }) => organizationRoles, ownId),
    memberships: compare(
      ({ memberships }) => memberships,
      ({ organizationId, userId }) => `${organizationId}:${userId}`,
    ),
    assignments: compare(assignmentsOf, (id) => id),
  };
}

const ownId = ({ id }: { id: string }): string => id;

const assignmentsOf = ({ memberships }: LogtoTruth): string[] =>
  memberships.flatMap(({ organizationId, userId, organizationRoleIds }) =>
    organizationRoleIds.map((roleId) => `${organizationId}:${roleId}:${userId}`),
  );

function compareById<Item>(
  before: readonly Item[],
  after: readonly Item[],
  idOf: (item: Item) => string,
): LogtoChanges {
  const old = new Map(before.map((item) => [idOf(item), item]));
  const created: string[] = [];
  const modified: string[] = [];
  for (const item of after) {
    const id = idOf(item);
    const previous = old.get(id);
    old.delete(id);
    if (previous === undefined) created.push(id);
    else if (previous !== item && JSON.stringify(previous) !== JSON.stringify(item)) modified.push(id);
  }
  return { created: created.toSorted(), deleted: [...old.keys()].toSorted(), modified: modified.toSorted() };
}
