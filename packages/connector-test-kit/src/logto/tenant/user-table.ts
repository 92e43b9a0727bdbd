import type { LogtoUser } from './model.ts';
import { hash } from './random.ts';
import { firstIndex, type ListWindow, newestFirst, unorderedTies } from './user-order.ts';

/** Which users a search finds. */
export interface UserFilter {
  /** What was asked, as a text: another order for every other one. */
  readonly text: string;
  readonly matches: (user: LogtoUser) => boolean;
  /** In lower case: every match's id begins like this, case aside. Spares looking at the others. */
  readonly idPrefix?: string;
}

/** The users of a tenant, with the orders in which they are found. */
export class UserTable {
  readonly #users = new Map<string, LogtoUser>();
  #newestFirst: readonly LogtoUser[] | undefined;
  #byId: readonly LogtoUser[] | undefined;
  #version = 0;

  get all(): ReadonlyMap<string, LogtoUser> {
    return this.#users;
  }

  /** Newest first, ties in no order. */
  get sorted(): readonly LogtoUser[] {
    this.#newestFirst ??= newestFirst(this.#users.values());
    return this.#newestFirst;
  }

  put(...users: readonly LogtoUser[]): void {
    for (const user of users) this.#users.set(user.id, user);
    this.#changed();
  }

  delete(id: string): void {
    this.#users.delete(id);
    this.#changed();
  }

  clear(): void {
    this.#users.clear();
    this.#changed();
  }

  /**
   * Newest first. The order among users of one instant depends on the window, the filter and every write so far: pages of
   * a walk do not fit together, while the same request gives the same rows again.
   */
  list(filter?: UserFilter): { total: number; rows: (window: ListWindow) => LogtoUser[] } {
    const sorted = filter ? this.#search(filter) : this.sorted;
    const order = `${this.#version} ${filter?.text ?? ''}`;
    return {
      total: sorted.length,
      rows: (window) => unorderedTies(sorted, window, hash(`${order} ${window.offset} ${window.limit}`)),
    };
  }

  #search({ idPrefix, matches }: UserFilter): readonly LogtoUser[] {
    if (idPrefix === undefined) return this.sorted.filter(matches);
    this.#byId ??= [...this.#users.values()].toSorted((left, right) => (sortKey(left) < sortKey(right) ? -1 : 1));
    const start = firstIndex(this.#byId, (user) => sortKey(user) >= idPrefix);
    const end = firstIndex(this.#byId, (user) => sortKey(user).slice(0, idPrefix.length) > idPrefix);
    return newestFirst(this.#byId.slice(start, end).filter(matches));
  }

  #changed(): void {
    this.#version += 1;
    this.#newestFirst = undefined;
    this.#byId = undefined;
  }
}

const sortKey = ({ id }: LogtoUser): string => id.toLowerCase();
