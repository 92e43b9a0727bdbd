import { UsageError } from '../usage-error.ts';

/** Collects what is wrong, so that all of it can be said at once. */
export class Problems {
  readonly #list: string[] = [];

  add(problem: string): undefined {
    this.#list.push(problem);
    return undefined;
  }

  /** @throws UsageError with every problem */
  check(): void {
    const [first, ...others] = this.#list;
    if (first === undefined) return;
    throw new UsageError(
      others.length === 0 ? first : [`${this.#list.length} settings are wrong.`, ...this.#list].join('\n- '),
    );
  }
}
