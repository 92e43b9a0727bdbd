/**
 * Keeps each value for the same time after it was set. When it is full, the oldest gives way, so that no visitor can fill
 * the memory.
 *
 * It lives in one process: a server of several processes keeps such things in its database.
 */
export class ExpiringMap<Value> {
  readonly #entries = new Map<string, { value: Value; expiresAt: number }>();
  readonly #lifetime: number;
  readonly #now: () => number;
  readonly #capacity: number;

  /**
   * @param lifetime milliseconds
   * @param now milliseconds since the epoch
   */
  constructor(lifetime: number, now: () => number, capacity = 10_000) {
    this.#lifetime = lifetime;
    this.#now = now;
    this.#capacity = capacity;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    return entry && entry.expiresAt > this.#now() ? entry.value : undefined;
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, expiresAt: this.#now() + this.#lifetime });
    for (const [oldest, { expiresAt }] of this.#entries) {
      if (expiresAt > this.#now() && this.#entries.size <= this.#capacity) return;
      this.#entries.delete(oldest);
    }
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}
