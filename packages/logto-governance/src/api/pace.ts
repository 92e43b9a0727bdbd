import { setTimeout as wait } from 'node:timers/promises';

/** So many answers in a row raise the limit again by one. */
const answersToRecover = 20;

/**
 * How many requests may be under way. The limit is halved and everything pauses when the provider says that it gets too
 * many, and it rises again step by step.
 */
export class Pace {
  readonly #maximum: number;
  readonly #waiting: (() => void)[] = [];
  #limit: number;
  #running = 0;
  #answers = 0;
  /** On the monotonic clock, in milliseconds. */
  #pausedUntil = 0;

  /** @param maximum requests at a time */
  constructor(maximum: number) {
    this.#maximum = maximum;
    this.#limit = maximum;
  }

  /** Runs `task` when there is room for it. */
  async run<Result>(task: () => Promise<Result>): Promise<Result> {
    while (this.#running >= this.#limit) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running += 1;
    try {
      return await task();
    } finally {
      this.#running -= 1;
      this.#admit();
    }
  }

  /** Resolves when no pause is on; rejects when `signal` is aborted. */
  async ready(signal: AbortSignal): Promise<void> {
    for (let left = this.#left(); left > 0; left = this.#left()) await wait(left, undefined, { signal });
  }

  /** @param milliseconds for which nothing is sent */
  pause(milliseconds: number): void {
    if (this.#left() <= 0) this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    this.#answers = 0;
    this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + milliseconds);
  }

  answered(): void {
    this.#answers += 1;
    if (this.#answers < answersToRecover || this.#limit >= this.#maximum) return;
    this.#answers = 0;
    this.#limit += 1;
    this.#admit();
  }

  #left(): number {
    return this.#pausedUntil - performance.now();
  }

  #admit(): void {
    const free = Math.max(0, this.#limit - this.#running);
    for (const resolve of this.#waiting.splice(0, free)) resolve();
  }
}
