import type { ConnectorModule, Runtime } from '@jackfield/connector-kit';
import { expect } from 'vitest';
import { collectSteps } from './collect-steps.ts';
import { createConnector } from './create-connector.ts';
import type { Cases } from './define-suite.ts';

interface Adapter {
  readonly config: Readonly<Record<string, unknown>>;
  readonly runtime: Runtime;
  stopProvider(): Promise<void>;
  close(): Promise<void>;
}

/** What a suite needs to let a connector examine itself. */
export interface DiagnosisContext {
  readonly module: ConnectorModule;
  readonly adapter: Adapter;
  readonly startAnother: () => Promise<Adapter>;
}

/** The self-examination finds faults, and never throws. */
export const diagnosisCases = {
  'diagnoses no fault where there is none': async ({ module, adapter: { config, runtime } }) => {
    const steps = await collectSteps((await createConnector(module, { config, runtime })).diagnose());
    expect(steps.filter(({ status }) => status === 'fail')).toEqual([]);
  },
  'diagnoses a provider that is down': async ({ module, startAnother }) => {
    const adapter = await startAnother();
    try {
      await adapter.stopProvider();
      const { config, runtime } = adapter;
      await expectFault(module, { config, runtime });
    } finally {
      await adapter.close();
    }
  },
  'diagnoses a configuration that is wrong, or cannot be read': async ({ module, adapter: { runtime } }) => {
    await expectFault(module, { getConfig: async () => ({ aFieldThatNoConnectorHas: true }), runtime });
    await expectFault(module, { getConfig: () => Promise.reject(new Error('the database is down')), runtime });
  },
  'lets a caller leave a diagnosis early': async ({ module, adapter: { config, runtime } }) => {
    const connector = await createConnector(module, { config, runtime });
    const iterator = connector.diagnose()[Symbol.asyncIterator]();
    expect((await iterator.next()).done, 'whether there was no step at all').toBe(false);
    await iterator.return?.();
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  },
} as const satisfies Cases<DiagnosisContext>;

async function expectFault(module: ConnectorModule, options: Readonly<Record<string, unknown>>): Promise<void> {
  const steps = await collectSteps((await createConnector(module, options)).diagnose());
  expect(steps.map(({ status }) => status)).toContain('fail');
}
