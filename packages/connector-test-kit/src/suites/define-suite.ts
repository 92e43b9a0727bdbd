import { afterAll, describe, expect, it } from 'vitest';

/** Marks the running test as skipped, because what it checks is optional and absent. */
export type NotApplicable = (reason: string) => never;

/** One case of a suite: what must hold. */
export type Case<Context> = (context: Context, notApplicable: NotApplicable) => void | Promise<void>;

/** Case name → case. */
export type Cases<Context> = Readonly<Record<string, Case<Context>>>;

/** Case name → why this connector opts out of it. The reason is required and shown in the test's title. */
export type Skip<Name extends string = string> = Readonly<Partial<Record<Name, string>>>;

interface SuiteDefinition<Context, Name extends string> {
  title: string;
  cases: Readonly<Record<Name, Case<Context>>>;
  skip: Skip<Name> | undefined;
  /** Called once, by the first case that runs. */
  start: () => Context | Promise<Context>;
  stop?: (context: Context) => unknown;
}

/** Registers one test for each case, and one that checks the opt-outs. */
export function defineSuite<Context, Name extends string>(definition: SuiteDefinition<Context, Name>): void {
  const { title, start, stop } = definition;
  const cases = new Map<string, Case<Context>>(Object.entries(definition.cases));
  const skip = new Map<string, unknown>(Object.entries(definition.skip ?? {}));

  describe(title, () => {
    let started: Promise<Context> | undefined;
    const context = (): Promise<Context> => (started ??= Promise.resolve().then(start));
    afterAll(() => started?.then(stop, () => undefined));

    it('opts out of known cases only, each with a reason', () => {
      const unknown = [...skip.keys()].filter((name) => !cases.has(name));
      expect(unknown, `"skip" names cases that this suite does not have`).toEqual([]);
      const unexplained = [...skip].filter(([, reason]) => !isReason(reason)).map(([name]) => name);
      expect(unexplained, '"skip" names cases without a reason').toEqual([]);
    });

    for (const [name, run] of cases) {
      const reason = skip.get(name);
      if (isReason(reason)) it.skip(`${name} (skipped: ${reason})`);
      else it(name, async (task) => run(await context(), (why) => task.skip(why)));
    }
  });
}

function isReason(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
