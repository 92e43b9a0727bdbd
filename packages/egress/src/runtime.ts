import { type Clock, ConnectorError, type Egress, type Random, type Runtime } from '@jackfield/connector-kit';
import { MemoryCaches } from './caches.ts';
import { createEgress } from './egress.ts';
import type { EgressOptions } from './options.ts';
import { pooledRandom } from './random-pool.ts';

/** What a runtime is made of. */
export interface RuntimeOptions {
  /** The settings of its outbound policy, or a policy that was made before (which the runtime then does not close). */
  egress?: EgressOptions | Egress;
  clock?: Clock;
  random?: Random;
  caches?: {
    /** How many values of a kind are kept, by kind. Default 1 000 of each. */
    limits?: Readonly<Record<string, number>>;
  };
}

/**
 * Makes what connectors get from outside: the outbound policy, clock, randomness and caches. It does no I/O, and nothing
 * of it keeps a process alive that has nothing else to do.
 *
 * @throws `invalid_config` naming every wrong option
 */
export function createRuntime(options: RuntimeOptions = {}): Runtime {
  const caches = new MemoryCaches(checkLimits(options.caches?.limits ?? {}));
  const { egress, close } = isEgress(options.egress)
    ? { egress: options.egress, close: undefined }
    : own(options.egress);
  return {
    egress,
    clock: options.clock ?? { now: Date.now },
    random: options.random ?? pooledRandom(),
    caches,
    close: async () => {
      await Promise.all([caches.close(), close?.()]);
    },
  };
}

function own(options: EgressOptions | undefined): { egress: Egress; close: () => Promise<void> } {
  const egress = createEgress(options);
  return { egress, close: () => egress.close() };
}

function isEgress(value: EgressOptions | Egress | undefined): value is Egress {
  return value !== undefined && 'request' in value && typeof value.request === 'function';
}

function checkLimits(limits: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const wrong = Object.keys(limits).filter((kind) => !Number.isSafeInteger(limits[kind]) || Number(limits[kind]) < 1);
  if (wrong.length === 0) return limits;
  throw new ConnectorError('invalid_config', {
    issues: wrong.map((kind) => ({ path: `caches.limits.${kind}`, problem: 'must be a whole number of at least 1' })),
    hint: `caches.limits: must be whole numbers of at least 1; wrong: ${wrong.join(', ')}`,
  });
}
