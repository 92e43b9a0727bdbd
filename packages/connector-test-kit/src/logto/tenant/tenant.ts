import { blankUser, newOrganization, newOrganizationRole } from './blank.ts';
import type { LogtoEvent } from './events.ts';
import { type LogtoIdFormat, newId } from './ids.ts';
import { Memberships, without } from './memberships.ts';
import type {
  LogtoOrganization,
  LogtoOrganizationFields,
  LogtoOrganizationRole,
  LogtoUser,
  LogtoUserFields,
} from './model.ts';
import { OrganizationTable } from './organization-table.ts';
import { createRandom } from './random.ts';
import { brokenReference, LogtoRefusal, notFound } from './refusal.ts';
import type { LogtoTruth } from './truth.ts';
import { refuseTakenFields } from './unique-fields.ts';
import { UserTable } from './user-table.ts';

export interface LogtoTenantOptions {
  /** Told of everything that fires a webhook. */
  onEvent?: (event: LogtoEvent) => void;
}

/**
 * The data of a tenant, and what can be done to it. Operations throw {@link LogtoRefusal} where Logto refuses; what was
 * done twice is done once.
 */
export class LogtoTenant {
  /** How new ids look. */
  idFormat: LogtoIdFormat = 'short';
  readonly #users = new UserTable();
  readonly #organizations = new OrganizationTable();
  readonly #roles = new Map<string, LogtoOrganizationRole>();
  readonly #memberships = new Memberships();
  readonly #random = createRandom(1);
  readonly #emit: (event: LogtoEvent) => void;

  constructor({ onEvent = () => {} }: LogtoTenantOptions = {}) {
    this.#emit = onEvent;
  }

  get users(): ReadonlyMap<string, LogtoUser> {
    return this.#users.all;
  }

  /** @internal */
  get userTable(): UserTable {
    return this.#users;
  }

  get organizations(): ReadonlyMap<string, LogtoOrganization> {
    return this.#organizations.all;
  }

  /** @internal */
  get organizationTable(): OrganizationTable {
    return this.#organizations;
  }

  get organizationRoles(): ReadonlyMap<string, LogtoOrganizationRole> {
    return this.#roles;
  }

  /** Role ids by user id, by organization id. An organization without members may be missing. */
  get memberships(): ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> {
    return this.#memberships.all;
  }

  /** Everything that is so, now. */
  truth(): LogtoTruth {
    const memberships = [...this.#memberships.list()].map((membership) => ({
      ...membership,
      organizationRoleIds: membership.organizationRoleIds.toSorted(),
    }));
    return {
      users: sortedBy([...this.users.values()], ({ id }) => id),
      organizations: sortedBy([...this.organizations.values()], ({ id }) => id),
      organizationRoles: sortedBy([...this.#roles.values()], ({ id }) => id),
      memberships: sortedBy(memberships, ({ organizationId, userId }) => `${organizationId}:${userId}`),
    };
  }

  /** Puts this in the place of everything. Fires nothing and checks nothing. */
  load({ users, organizations, organizationRoles, memberships }: LogtoTruth): void {
    for (const table of [this.#users, this.#organizations, this.#roles, this.#memberships]) table.clear();
    this.#users.put(...users);
    for (const organization of organizations) this.#organizations.put(organization);
    for (const role of organizationRoles) this.#roles.set(role.id, role);
    for (const { organizationId, userId, organizationRoleIds } of memberships) {
      this.#memberships.set(organizationId, userId, organizationRoleIds);
    }
  }

  createUser(fields: LogtoUserFields = {}): LogtoUser {
    refuseTakenFields(this.users, fields);
    const now = Date.now();
    const user = { ...blankUser(newId(this.#random, this.idFormat, 12, now), now), ...fields };
    this.#users.put(user);
    this.#emit({ event: 'User.Created', params: {}, data: user });
    return user;
  }

  updateUser(id: string, fields: LogtoUserFields): LogtoUser {
    const before = this.#user(id);
    refuseTakenFields(this.users, fields, id);
    const user = { ...before, ...fields, updatedAt: Date.now() };
    this.#users.put(user);
    this.#emit({ event: 'User.Data.Updated', params: { userId: id }, data: user });
    return user;
  }

  suspendUser(id: string, isSuspended: boolean): LogtoUser {
    const user = { ...this.#user(id), isSuspended, updatedAt: Date.now() };
    this.#users.put(user);
    this.#emit({ event: 'User.SuspensionStatus.Updated', params: { userId: id }, data: user });
    return user;
  }

  /** Memberships go too, without a word. */
  deleteUser(id: string): void {
    this.#user(id);
    this.#users.delete(id);
    this.#memberships.deleteUser(id);
    this.#emit({ event: 'User.Deleted', params: { userId: id }, data: null });
  }

  createOrganization(fields: LogtoOrganizationFields & { name: string }): LogtoOrganization {
    const now = Date.now();
    const organization = newOrganization(newId(this.#random, this.idFormat, 21, now), now, fields);
    this.#organizations.put(organization);
    this.#emit({ event: 'Organization.Created', params: {}, data: organization });
    return organization;
  }

  updateOrganization(id: string, fields: LogtoOrganizationFields): LogtoOrganization {
    const organization = { ...this.#organization(id), ...fields };
    this.#organizations.put(organization);
    this.#emit({ event: 'Organization.Data.Updated', params: { id }, data: organization });
    return organization;
  }

  deleteOrganization(id: string): void {
    if (!this.organizations.has(id)) throw notFound('not_found', 'organization');
    this.#organizations.delete(id);
    this.#memberships.deleteOrganization(id);
    this.#emit({ event: 'Organization.Deleted', params: { id }, data: null });
  }

  createOrganizationRole(
    fields: Pick<LogtoOrganizationRole, 'name'> & Partial<LogtoOrganizationRole>,
  ): LogtoOrganizationRole {
    const role = newOrganizationRole(newId(this.#random, this.idFormat, 21, Date.now()), fields);
    this.#roles.set(role.id, role);
    this.#emit({ event: 'OrganizationRole.Created', params: {}, data: role });
    return role;
  }

  deleteOrganizationRole(id: string): void {
    if (!this.#roles.delete(id)) throw notFound('not_found', 'organization role');
    this.#memberships.deleteRole(id);
    this.#emit({ event: 'OrganizationRole.Deleted', params: { id }, data: null });
  }

  addMembers(organizationId: string, userIds: readonly string[]): void {
    if (!this.organizations.has(organizationId)) throw brokenReference('organization');
    if (!userIds.every((userId) => this.users.has(userId))) throw brokenReference('user');
    const members = this.#memberships.of(organizationId);
    const addedUserIds = [...new Set(userIds)].filter((userId) => !members.has(userId));
    for (const userId of addedUserIds) this.#memberships.set(organizationId, userId, []);
    this.#emitMembership(organizationId, { addedUserIds });
  }

  /** The roles held in this organization go too. */
  removeMember(organizationId: string, userId: string): void {
    if (!this.#memberships.of(organizationId).has(userId)) throw notFound('not_found', 'member');
    this.#memberships.delete(organizationId, userId);
    this.#emitMembership(organizationId, { removedUserIds: [userId] });
  }

  assignRoles(organizationId: string, userIds: readonly string[], roleIds: readonly string[]): void {
    const members = this.#memberships.of(organizationId);
    if (!userIds.every((userId) => members.has(userId))) throw brokenReference('member');
    this.#refuseUnknownRoles(roleIds);
    for (const userId of userIds) {
      const held = members.get(userId) ?? [];
      this.#memberships.set(organizationId, userId, [...new Set([...held, ...roleIds])]);
    }
  }

  setRoles(organizationId: string, userId: string, roleIds: readonly string[]): void {
    this.#rolesOfMember(organizationId, userId);
    this.#refuseUnknownRoles(roleIds);
    this.#memberships.set(organizationId, userId, [...new Set(roleIds)]);
  }

  removeRole(organizationId: string, userId: string, roleId: string): void {
    const held = this.#rolesOfMember(organizationId, userId);
    if (!held.includes(roleId)) throw notFound('not_found', 'role of this member');
    this.#memberships.set(organizationId, userId, without(held, roleId));
  }

  #user(id: string): LogtoUser {
    const user = this.users.get(id);
    if (!user) throw notFound('not_found', 'user');
    return user;
  }

  #organization(id: string): LogtoOrganization {
    const organization = this.organizations.get(id);
    if (!organization) throw notFound('not_exists_with_id', 'organization');
    return organization;
  }

  #rolesOfMember(organizationId: string, userId: string): readonly string[] {
    const roleIds = this.#memberships.of(organizationId).get(userId);
    if (roleIds) return roleIds;
    throw new LogtoRefusal(422, 'organization.require_membership', 'The user must be a member of the organization.');
  }

  #refuseUnknownRoles(roleIds: readonly string[]): void {
    if (!roleIds.every((roleId) => this.#roles.has(roleId))) throw brokenReference('organization role');
  }

  #emitMembership(id: string, changed: Pick<LogtoEvent, 'addedUserIds' | 'removedUserIds'>): void {
    this.#emit({
      event: 'Organization.Membership.Updated',
      params: { id },
      data: null,
      organizationId: id,
      ...changed,
    });
  }
}

function sortedBy<Item extends object>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  return items.toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}
