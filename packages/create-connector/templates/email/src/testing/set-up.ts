import type { Runtime } from '@jackfield/connector-kit';
import { createRuntime } from '@jackfield/egress';
import type { SpecimenConfig } from '../index.ts';
import { type FakeProvider, startFakeProvider } from './fake-provider.ts';

/** A recipient whom the fake accepts. */
export const to = 'ada@example.test';

/** A fake, what reaches it, and what ends both. */
export interface SetUp {
  readonly provider: FakeProvider;
  readonly runtime: Runtime;
  readonly config: SpecimenConfig;
  close(): Promise<void>;
}

export async function setUp(apiKey: string): Promise<SetUp> {
  const provider = await startFakeProvider(apiKey);
  const runtime = createRuntime({ egress: { privateHosts: ['127.0.0.1'], timeout: 3000 } });
  return {
    provider,
    runtime,
    config: { apiKey, from: { address: 'no-reply@example.test', name: 'Example' }, baseUrl: provider.baseUrl },
    async close() {
      await runtime.close();
      await provider.close();
    },
  };
}
