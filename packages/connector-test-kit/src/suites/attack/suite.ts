import type { ConnectorErrorCode, ConnectorModule } from '@jackfield/connector-kit';
import { describe, expect, it } from 'vitest';
import { expectConnectorError } from '../expect-error.ts';
import { type Attack, attackCatalogue, type AttackId } from './catalogue.ts';

/** How a connector withstands an attack. */
export type Defence =
  /** Every attempt throws, with this code. */
  | { readonly refusedWith: ConnectorErrorCode; readonly attempts: readonly Attempt[] }
  /** Nothing is thrown, and nothing comes of it: the attempts assert that themselves. */
  | { readonly harmless: string; readonly attempts: readonly Attempt[] };

type Attempt = () => unknown;

/** What one executed attack came to; `task.meta.attack` of its test, for reports. */
export interface AttackOutcome {
  readonly id: string;
  readonly title: string;
  /** Where the attack is documented. */
  readonly source?: string;
  /** Whether it is a find of this project. */
  readonly own?: true;
  /** The connector's `metadata.id`, and its type. */
  readonly connector: string;
  readonly type: string;
  /** `refused with …`, `harmless: …` or `not met: …`. */
  readonly outcome: string;
}

declare module 'vitest' {
  interface TaskMeta {
    attack?: AttackOutcome;
  }
}

export interface AttackSuiteOptions {
  /** What the package exports: `import * as module from './index.ts'`. */
  readonly module: ConnectorModule;
  /** What is done, and what must become of it. */
  readonly withstands: Readonly<Partial<Record<AttackId, Defence>>>;
  /** Attacks of the connector's type that it cannot meet, each with the reason. */
  readonly cannotMeet?: Readonly<Partial<Record<AttackId, string>>>;
}

/**
 * Attacks a connector with everything in the {@link attackCatalogue} that one of its type can meet: one test each, which
 * fails when the attack passes through, when nothing attempts it, and when there is no reason why it cannot be met.
 */
export function attackSuite({ module, withstands, cannotMeet = {} }: AttackSuiteOptions): void {
  const { id: connector, type } = module.metadata;
  const catalogue: [string, Attack][] = Object.entries(attackCatalogue);
  const defences = new Map<string, Defence>(Object.entries(withstands));
  const reasons = new Map<string, string>(Object.entries(cannotMeet));

  describe(`attack suite: ${connector}`, () => {
    it('names known attacks of its type only', () => {
      const known = new Set(catalogue.filter(([, { types }]) => types.includes(type)).map(([id]) => id));
      expect([...defences.keys(), ...reasons.keys()].filter((id) => !known.has(id))).toEqual([]);
    });

    for (const [id, { types, ...attack }] of catalogue) {
      if (!types.includes(type)) continue;
      it(`attack: ${attack.title}`, async ({ task }) => {
        const outcome = await withstand(id, defences.get(id), reasons.get(id));
        task.meta.attack = { id, connector, type, outcome, ...attack };
      });
    }
  });
}

async function withstand(id: string, defence: Defence | undefined, reason: string | undefined): Promise<string> {
  if (defence === undefined) {
    if (reason === undefined || reason.trim() === '') expect.fail(`nothing attempts "${id}", and nothing says why not`);
    return `not met: ${reason}`;
  }
  expect(reason, `"${id}" is both withstood and said not to be met`).toBeUndefined();
  expect(defence.attempts, `attempts of "${id}"`).not.toEqual([]);
  for (const attempt of defence.attempts) {
    if ('refusedWith' in defence) await expectConnectorError(attempt, defence.refusedWith);
    else await attempt();
  }
  return 'refusedWith' in defence ? `refused with ${defence.refusedWith}` : `harmless: ${defence.harmless}`;
}
