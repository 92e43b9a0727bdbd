import type { LogtoOrganization } from './model.ts';
import { createRandom } from './random.ts';
import type { ListWindow } from './user-order.ts';

/** The organizations of a tenant, in the order of nothing: a row that is edited moves. */
export class OrganizationTable {
  readonly #organizations = new Map<string, LogtoOrganization>();
  readonly #rows: string[] = [];
  readonly #random = createRandom(2);

  get all(): ReadonlyMap<string, LogtoOrganization> {
    return this.#organizations;
  }

  /** Adds one at the end; one that is there already is replaced, and moves to any place. */
  put(organization: LogtoOrganization): void {
    const known = this.#organizations.has(organization.id);
    this.#organizations.set(organization.id, organization);
    if (!known) {
      this.#rows.push(organization.id);
      return;
    }
    this.#rows.splice(this.#rows.indexOf(organization.id), 1);
    this.#rows.splice(this.#random.integer(this.#rows.length + 1), 0, organization.id);
  }

  delete(id: string): void {
    if (this.#organizations.delete(id)) this.#rows.splice(this.#rows.indexOf(id), 1);
  }

  clear(): void {
    this.#organizations.clear();
    this.#rows.length = 0;
  }

  page({ offset, limit }: ListWindow): LogtoOrganization[] {
    return this.#rows.slice(offset, offset + limit).flatMap((id) => this.#organizations.get(id) ?? []);
  }
}
