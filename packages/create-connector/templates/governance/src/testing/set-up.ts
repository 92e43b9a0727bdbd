import type { GovernanceConnector } from '@jackfield/connector-kit';
import { createRuntime } from '@jackfield/egress';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createSpecimen, type SpecimenConfig } from '../index.ts';
import { type FakeProvider, startFakeProvider } from './fake-provider.ts';

/** A fake, a connector to it, and a place for its database; all gone with the test. */
export interface SetUp {
  readonly provider: FakeProvider;
  readonly connector: GovernanceConnector;
  readonly config: SpecimenConfig;
  readonly database: string;
}

export async function setUp(apiKey = 'a-key'): Promise<SetUp> {
  const provider = await startFakeProvider(apiKey);
  const runtime = createRuntime({ egress: { privateHosts: ['127.0.0.1'], timeout: 3000 } });
  const folder = await mkdtemp(join(tmpdir(), 'specimen-'));
  onTestFinished(async () => {
    await runtime.close();
    await provider.close();
    await rm(folder, { recursive: true });
  });
  const config = { apiKey, baseUrl: provider.baseUrl };
  return {
    provider,
    config,
    connector: await createSpecimen({ config, runtime }),
    database: join(folder, 'access.db'),
  };
}
