import { type Page, pageSize } from '../api/management-api.ts';
import type { SyncContext } from './context.ts';
import {
  beginningWith,
  being,
  commonBeginning,
  divide,
  everyId,
  fits,
  goingOnWith,
  goingOnWithout,
  otherCharacters,
} from './id-patterns.ts';
import { inParallel } from './in-parallel.ts';

/** Users that a part is aimed to hold: some fewer than a page, since their number is estimated. */
const aim = 75;

/** So many searches are allowed in any case, and so many more for each part that is aimed at. */
const fewestSearches = 500;
const searchesPerPart = 4;

/** No id is longer. */
const longestId = 128;

/** What a reconciliation has found. */
export interface Reconciliation {
  /** Whether every part of the users could be compared. */
  readonly isComplete: boolean;
  /** How many users there are, as was said at its beginning. */
  readonly total: number | undefined;
  /** Users that had been missed, and users that are gone. */
  readonly added: number;
  readonly removed: number;
}

/** Some of the users, by how their ids begin. */
interface Part {
  readonly pattern: string;
  readonly known: readonly string[];
  /** How all the ids begin, and the characters that they go on with; any, when there are none. */
  readonly prefix: string;
  readonly characters?: readonly string[];
}

/**
 * Makes the users those that the tenant has: divides them by how their ids begin until each part fits a page, where no
 * order is needed, and takes that page's word for it.
 *
 * @param isExact also compares parts of which the right number is known: after a deletion, one that is missing and one
 *   that is gone look like none
 */
export async function reconcileUsers(context: SyncContext, isExact: boolean): Promise<Reconciliation> {
  const known = context.writer.read(`select id from resource where snapshot = ? and type = 'user'`);
  const comparison = new Comparison(context, isExact, known.length);
  const total = await comparison.compare({ pattern: everyId, prefix: '', known: known.map(({ id }) => String(id)) });
  const { isComplete, added, removed } = comparison;
  return { isComplete: isComplete && total !== undefined, total, added, removed };
}

class Comparison {
  added = 0;
  removed = 0;
  isComplete = true;
  readonly #context: SyncContext;
  readonly #isExact: boolean;
  /** Users that were known before, and users that there are. */
  readonly #known: number;
  #total: number | undefined;
  /** Searches that may still be sent; a tenant that lies about totals would have us divide for ever. */
  #searches = fewestSearches;

  constructor(context: SyncContext, isExact: boolean, known: number) {
    this.#context = context;
    this.#known = known;
    this.#isExact = isExact;
  }

  /** @returns how many users there are in the part; `undefined` when that cannot be told */
  async compare(part: Part): Promise<number | undefined> {
    const { api, writer, report } = this.#context;
    if (!this.isComplete || this.#searches-- <= 0) return this.#giveUp();
    const page = await api.page('users', 1, { 'search.id': part.pattern, 'mode.id': 'posix' });
    const { records, total } = page;
    const isLie = total === undefined || records.length < Math.min(total, pageSize);
    if (isLie || !records.every(({ id }) => fits(part.pattern, id))) return this.#giveUp();
    this.added += writer.putResources('user', records);
    this.#total ??= total;
    report({ phase: 'verification', done: this.#known + this.added - this.removed, total: this.#total });
    if (total <= pageSize) return this.#settle(page, part.known);
    if (total === part.known.length && !this.#isExact) return total;
    if (part.prefix.length >= longestId) return this.#giveUp();
    if (part.pattern === everyId) this.#searches += searchesPerPart * Math.ceil(total / aim);
    await (part.characters ? this.#compareEach(part, part.characters) : this.#divide(part, total));
    writer.checkpoint();
    return total;
  }

  /** The page holds the whole part. */
  #settle({ records, total }: Page, known: readonly string[]): number | undefined {
    const found = new Set(records.map(({ id }) => id));
    if (found.size !== total) return this.#giveUp();
    for (const id of known) {
      if (found.has(id)) continue;
      this.#context.writer.removeUser(id);
      this.removed += 1;
    }
    return total;
  }

  async #divide({ prefix, known }: Part, total: number): Promise<void> {
    const shared = commonBeginning(known);
    if (shared.length > prefix.length) {
      const found = await this.compare({ pattern: beginningWith(shared), prefix: shared, known });
      if (found === total) return;
    }
    const groups = divide(prefix, known, total, aim);
    const found = await this.#compareAll(groups.map(({ characters, known: ids }) => partOf(prefix, characters, ids)));
    if (found < total)
      await this.#compareRest(
        prefix,
        groups.flatMap(({ characters }) => characters),
        total - found,
      );
  }

  /** Ids of which no like is known: they go on otherwise, or not at all. */
  async #compareRest(prefix: string, characters: readonly string[], missing: number): Promise<void> {
    const others = otherCharacters(characters);
    const rest = { pattern: goingOnWithout(prefix, characters), prefix, characters: others, known: [] };
    const found = (await this.compare(rest)) ?? 0;
    if (found < missing && prefix !== '')
      await this.compare({ pattern: being(prefix), prefix, known: [], characters: [] });
  }

  async #compareEach({ prefix, known }: Part, characters: readonly string[]): Promise<void> {
    await this.#compareAll(
      characters.map((character) => {
        const begin = prefix + character;
        return partOf(
          prefix,
          [character],
          known.filter((id) => id.toLowerCase().startsWith(begin)),
        );
      }),
    );
  }

  async #compareAll(parts: readonly Part[]): Promise<number> {
    const counts = await inParallel(parts, this.#context, (part) => this.compare(part));
    return counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  }

  #giveUp(): undefined {
    this.isComplete = false;
    return undefined;
  }
}

/** One character is a longer prefix. */
function partOf(prefix: string, characters: readonly string[], known: readonly string[]): Part {
  const pattern = goingOnWith(prefix, characters);
  const [character = ''] = characters;
  return characters.length === 1
    ? { pattern, known, prefix: prefix + character }
    : { pattern, known, prefix, characters };
}
