import type { DiagnosticStep } from '@jackfield/connector-kit';
import { type Canaries, configurationSuite, leakSuite, packageSuite } from '@jackfield/connector-test-kit';
import { createRuntime } from '@jackfield/egress';
import { describe, expect, it } from 'vitest';
import * as module from './index.ts';
import type { FakeBehaviour } from './testing/fake-provider.ts';
import { setUp } from './testing/set-up.ts';

const minimal = { apiKey: 'a-key' };

packageSuite({ module, packageJsonUrl: new URL('../package.json', import.meta.url) });

configurationSuite({
  module,
  valid: [minimal, { ...minimal, baseUrl: 'http://localhost:3000/v1' }],
  invalid: [
    { config: { apiKey: '', baseUrl: 'http://api.example.test' }, fields: ['apiKey', 'baseUrl'] },
    { config: { ...minimal, baseUrl: 'https://api.example.test/v1/' }, fields: ['baseUrl'] },
  ],
  secrets: ['apiKey'],
});

/** A sync with a secret key at a provider that behaves so. */
const sync = (behaviour: FakeBehaviour) => async (canaries: Canaries) => {
  const { provider, connector, database } = await setUp(canaries.secret('key'));
  provider.use(behaviour);
  return connector.sync({ database });
};

leakSuite({
  module,
  provoke: {
    invalid_config: [
      (canaries) => module.createSpecimen({ config: { apiKey: [canaries.secret('key')] } as never }),
      sync(401),
      sync(403),
    ],
    invalid_request_parameters: async (canaries) =>
      (await setUp(canaries.secret('key'))).connector.sync({ database: '' }),
    general: async (canaries) =>
      (await setUp(canaries.secret('key'))).connector.sync({ database: `/nowhere/${canaries.text('path')}` }),
    invalid_response: [sync('html'), sync('truncated'), sync('error with 200'), sync('redirect'), sync(404)],
    rate_limit_exceeded: sync(429),
    provider_unavailable: [sync(503), sync('dropped')],
    egress_refused: async (canaries) => {
      const { database } = await setUp();
      const runtime = createRuntime();
      const config = { apiKey: canaries.secret('key'), baseUrl: 'https://192.168.7.7' };
      const connector = await module.createSpecimen({ config, runtime });
      return connector.sync({ database }).finally(() => runtime.close());
    },
  },
  diagnose: async (canaries) => {
    const { provider, connector } = await setUp(canaries.secret('key'));
    provider.use(401);
    return connector.diagnose();
  },
});

describe('diagnose', () => {
  const statuses = async (steps: AsyncIterable<DiagnosticStep>): Promise<string[]> => {
    const found = [];
    for await (const { id, status } of steps) found.push(`${id}: ${status}`);
    return found;
  };

  it('finds no fault where there is none', async () => {
    const { connector } = await setUp();
    const expected = ['configuration: pass', 'list-user: pass', 'list-group: pass', 'list-membership: pass'];
    expect(await statuses(connector.diagnose())).toEqual(expected);
  });

  it('finds a key that may not read, a provider that is down, and a configuration that cannot be read', async () => {
    const { provider, connector } = await setUp();
    provider.use(403);
    expect(await statuses(connector.diagnose())).toContain('list-user: fail');
    await provider.close();
    expect(await statuses(connector.diagnose())).toContain('list-user: fail');
    const unread = await module.createSpecimen({ getConfig: () => Promise.reject(new Error('down')) });
    expect(await statuses(unread.diagnose())).toEqual(['configuration: fail']);
  });
});
