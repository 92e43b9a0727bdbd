import type { Caches, Lease } from '@jackfield/connector-kit';
import { createHmac, generateKeySync } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import { closed } from './failures.ts';

const defaultLimit = 1_000;

interface Entry {
  readonly value: object;
  leases: number;
}

interface Kind {
  readonly entries: Map<string, Entry>;
  /** The keys of lists that cannot change any more: making one takes longer than everything else of a lease. */
  readonly keys: WeakMap<readonly unknown[], string>;
}

/** Caches in memory: the least recently leased value of a kind goes when the kind is full. */
export class MemoryCaches implements Caches {
  /** A key object: bytes would be turned into one at every lease, at five times the cost. */
  readonly #key = generateKeySync('hmac', { length: 256 });
  readonly #limits: Readonly<Record<string, number>>;
  readonly #kinds = new Map<string, Kind>();
  /** Evicted, but still leased. */
  readonly #leaving = new Set<Entry>();
  #isClosed = false;

  /** @param limits values per kind; 1 000 for kinds that are not named */
  constructor(limits: Readonly<Record<string, number>> = {}) {
    this.#limits = { ...limits };
  }

  lease<Value extends object>(kind: string, trust: readonly unknown[], create: () => Value): Lease<Value> {
    if (this.#isClosed) throw closed();
    const { entries, keys } = this.#kindOf(kind);
    const known = keys.get(trust);
    const key = known ?? this.#digest(kind, trust);
    if (known === undefined && isUnchangeable(trust)) keys.set(trust, key);
    const entry = entries.get(key) ?? { value: create(), leases: 0 };
    entries.delete(key);
    entries.set(key, entry);
    entry.leases += 1;
    this.#evictBeyond(entries, Object.hasOwn(this.#limits, kind) ? (this.#limits[kind] ?? defaultLimit) : defaultLimit);
    // Whoever leases under one kind and trust creates the same kind of value.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return { value: entry.value as Value, release: this.#releaseOnce(entry) };
  }

  /** Closes every value, leased or not; later leases fail. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const open = new Set(this.#leaving);
    for (const { entries } of this.#kinds.values()) for (const entry of entries.values()) open.add(entry);
    this.#kinds.clear();
    this.#leaving.clear();
    await Promise.all(Array.from(open, closeValue));
  }

  #kindOf(name: string): Kind {
    const kind = this.#kinds.get(name) ?? { entries: new Map(), keys: new WeakMap() };
    this.#kinds.set(name, kind);
    return kind;
  }

  #digest(kind: string, trust: readonly unknown[]): string {
    return createHmac('sha256', this.#key)
      .update(canonicalJson([kind, trust]))
      .digest('base64');
  }

  #evictBeyond(entries: Map<string, Entry>, limit: number): void {
    for (const [key, entry] of entries) {
      if (entries.size <= limit) return;
      entries.delete(key);
      if (entry.leases === 0) void closeValue(entry);
      else this.#leaving.add(entry);
    }
  }

  #releaseOnce(entry: Entry): () => void {
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      entry.leases -= 1;
      if (entry.leases === 0 && this.#leaving.delete(entry)) void closeValue(entry);
    };
  }
}

function isUnchangeable(list: readonly unknown[]): boolean {
  return Object.isFrozen(list) && list.every((item) => typeof item === 'string');
}

/** There is no one to tell of a failure: the value is not used any more. */
async function closeValue({ value }: Entry): Promise<void> {
  try {
    if ('close' in value && typeof value.close === 'function') await value.close();
  } catch {
    // Nothing can be done about it.
  }
}
