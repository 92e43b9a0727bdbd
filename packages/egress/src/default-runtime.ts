import type { Runtime } from '@jackfield/connector-kit';
import { createRuntime } from './runtime.ts';

/** Shared by all copies of this package in a process; the number is the major version, whose copies fit each other. */
const slot = Symbol.for('jackfield.egress.default-runtime.1');

const registry = globalThis as typeof globalThis & { [slot]?: Runtime };

/**
 * The runtime of the process, with the default policy: made at the first call, the same ever after, also for other
 * installed copies of this package. Once it was closed, the next call makes another one.
 */
export function defaultRuntime(): Runtime {
  return (registry[slot] ??= untilClosed(createRuntime()));
}

/**
 * Makes `runtime` the one of the process, for every connector that is given none: call it once, where the program starts,
 * to name private hosts or a proxy for all of them. The one that stood there before is not closed.
 */
export function setDefaultRuntime(runtime: Runtime): void {
  registry[slot] = untilClosed(runtime);
}

function untilClosed(runtime: Runtime): Runtime {
  const shared: Runtime = {
    ...runtime,
    close: async () => {
      if (registry[slot] === shared) delete registry[slot];
      await runtime.close();
    },
  };
  return shared;
}
