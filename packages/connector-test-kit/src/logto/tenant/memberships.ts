import type { LogtoMembership } from './model.ts';

/** Who is in which organization, with which roles. It checks nothing: that is the tenant's job. */
export class Memberships {
  readonly #members = new Map<string, Map<string, readonly string[]>>();

  /** Role ids by user id, by organization id. */
  get all(): ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> {
    return this.#members;
  }

  of(organizationId: string): ReadonlyMap<string, readonly string[]> {
    return this.#members.get(organizationId) ?? new Map();
  }

  /** Adds members, or sets their roles. Those that are members already keep their place. */
  set(organizationId: string, userId: string, roleIds: readonly string[]): void {
    const members = this.#members.get(organizationId);
    if (members) members.set(userId, roleIds);
    else this.#members.set(organizationId, new Map([[userId, roleIds]]));
  }

  delete(organizationId: string, userId: string): void {
    this.#members.get(organizationId)?.delete(userId);
  }

  deleteOrganization(organizationId: string): void {
    this.#members.delete(organizationId);
  }

  deleteUser(userId: string): void {
    for (const members of this.#members.values()) members.delete(userId);
  }

  deleteRole(roleId: string): void {
    for (const members of this.#members.values()) {
      for (const [userId, roleIds] of members) {
        if (roleIds.includes(roleId)) members.set(userId, without(roleIds, roleId));
      }
    }
  }

  clear(): void {
    this.#members.clear();
  }

  /** One after the other, in no order. */
  *list(): Generator<LogtoMembership> {
    for (const [organizationId, members] of this.#members) {
      for (const [userId, organizationRoleIds] of members) yield { organizationId, userId, organizationRoleIds };
    }
  }
}

/** A copy without this item. */
export const without = (items: readonly string[], item: string): string[] => items.filter((other) => other !== item);
