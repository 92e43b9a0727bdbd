import { type Canaries, configurationSuite, leakSuite, packageSuite } from '@jackfield/connector-test-kit';
import type { FakeLogto, LogtoVariant, LogtoVariantName } from '@jackfield/connector-test-kit/logto';
import { describe, expect, it } from 'vitest';
import * as module from './index.ts';
import { configFor, testDatabase, testLogto, testRuntime, textFile } from './testing/setup.ts';

const minimal = { baseUrl: 'https://tenant.logto.app', clientId: 'app', clientSecret: 'secret' };

packageSuite({ module, packageJsonUrl: new URL('../package.json', import.meta.url) });

configurationSuite({
  module,
  valid: [
    minimal,
    { ...minimal, baseUrl: 'http://localhost:3001/' },
    {
      ...minimal,
      baseUrl: 'https://id.example.test:8443',
      tokenUrl: 'https://id.example.test:8443/oidc/token',
      resource: 'https://tenant.logto.app/api',
      owner: 'security@example.test',
      parallel: 1,
      timeout: 5,
      retries: 0,
    },
  ],
  invalid: [
    { config: { baseUrl: 'http://id.example.test', clientId: '' }, fields: ['baseUrl', 'clientId', 'clientSecret'] },
    { config: { ...minimal, baseUrl: 'https://tenant.logto.app/console' }, fields: ['baseUrl'] },
    { config: { ...minimal, baseUrl: 'https://user@tenant.logto.app' }, fields: ['baseUrl'] },
    { config: { ...minimal, tokenUrl: 'file:///etc/passwd', resource: 'api' }, fields: ['tokenUrl', 'resource'] },
    { config: { ...minimal, parallel: 0, timeout: 0, retries: 1.5 }, fields: ['parallel', 'timeout', 'retries'] },
    { config: { ...minimal, secret: 'x' }, fields: ['secret'] },
  ],
  secrets: ['clientSecret'],
});

/** A connector for a tenant whose secret is a canary, which answers with these variants. */
async function connectorFor(
  canaries: Canaries,
  variants: readonly (LogtoVariantName | LogtoVariant)[],
  runtime = testRuntime(),
): Promise<{ connector: module.LogtoGovernance; logto: FakeLogto }> {
  const logto = await testLogto({
    clientSecret: canaries.secret('client secret'),
    seed: { users: 3, organizations: 1, memberships: 2 },
  });
  logto.use(...variants);
  const config = configFor(logto, { retries: 0, timeout: 2 });
  return { connector: await module.createLogtoGovernance({ config, runtime }), logto };
}

const sync =
  (...variants: readonly (LogtoVariantName | LogtoVariant)[]) =>
  async (canaries: Canaries) =>
    (await connectorFor(canaries, variants)).connector.sync({ database: testDatabase() });

/** Every token is a canary, and so is a text in each error. */
const tokenCanary = (canaries: Canaries): LogtoVariant => {
  const token = canaries.secret('access token');
  return {
    description: 'A token that is not valid, and an error that shows it.',
    tokens: (body) => ({ ...body, access_token: token }),
    answer: (answer, { endpoint }) =>
      endpoint === 'token'
        ? answer
        : {
            ...answer,
            status: 500,
            body: JSON.stringify({ code: 'x', message: `${token} ${canaries.text('message')}` }),
          },
  };
};

async function wrongSecret(canaries: Canaries): Promise<unknown> {
  const logto = await testLogto({ clientSecret: canaries.secret('right secret') });
  const config = configFor(logto, { clientSecret: canaries.secret('wrong secret') });
  const connector = await module.createLogtoGovernance({ config, runtime: testRuntime() });
  return connector.sync({ database: testDatabase() });
}

leakSuite({
  module,
  provoke: {
    invalid_config: [
      async (canaries) =>
        module.createLogtoGovernance({ config: { clientSecret: canaries.secret('client secret') } as never }),
      sync('token/role-missing'),
      sync('token/status-401'),
      wrongSecret,
      sync('users/status-403'),
    ],
    invalid_request_parameters: async (canaries) =>
      (await connectorFor(canaries, [])).connector.sync({ database: testDatabase(), keep: 0 }),
    invalid_response: [
      sync('users/html'),
      sync('users/truncated'),
      sync('users/gzip-bomb'),
      sync('users/redirect-302'),
    ],
    provider_unavailable: [
      sync('users/dropped'),
      sync('users/status-500'),
      sync('token/silent'),
      async (canaries) => sync(tokenCanary(canaries))(canaries),
    ],
    rate_limit_exceeded: sync('users/status-429'),
    egress_refused: async (canaries) => {
      const { connector } = await connectorFor(canaries, [], testRuntime({ egress: {} }));
      return connector.sync({ database: testDatabase() });
    },
    general: async (canaries) => (await connectorFor(canaries, [])).connector.sync({ database: textFile() }),
  },
  diagnose: async (canaries) => {
    const { connector } = await connectorFor(canaries, [tokenCanary(canaries)]);
    return connector.diagnose();
  },
});

describe('the governance contract', () => {
  it('says what it reads, and that it changes nothing', async () => {
    const connector = await module.createLogtoGovernance({ config: minimal });
    expect(
      connector.capabilities().map(({ id, traits, sync: reads, provision }) => [id, ...traits, reads, provision]),
    ).toEqual([
      ['user', 'user', true, false],
      ['organization', 'group', true, false],
      ['organization-role', 'role', true, false],
    ]);
  });
});
