import { ConnectorError } from '@jackfield/connector-kit';
import { type VariantName, variants } from '@jackfield/connector-test-kit/oidc';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OAuthSettings } from './settings.ts';
import { type Expectation, expectations } from './testing/expectations.ts';
import {
  clientFor,
  createTestRuntime,
  type ScriptedProvider,
  signIn,
  startScriptedProvider,
  type TestRuntime,
} from './testing/harness.ts';

/** What a provider can do wrong, and what becomes of a sign-in there: one test for each variant of the scripted provider. */
describe('a sign-in at a provider', () => {
  let provider: ScriptedProvider;
  let runtime: TestRuntime;

  beforeAll(async () => {
    provider = await startScriptedProvider();
  });
  beforeEach(() => {
    provider.reset();
    runtime = createTestRuntime(400);
    return async () => runtime.close();
  });
  afterAll(async () => provider.close());

  const names = Object.keys(variants) as VariantName[];

  it.each(names.map((name) => ({ name, expected: expectations[name], description: variants[name].description })))(
    'attack: $name: $description',
    async ({ name, expected }) => {
      provider.use(name);
      const outcome = await attempt(clientFor(provider, { runtime }, settingsOf(name, provider)));
      expect(outcome).toEqual(withDefaults(expected));
      expect(provider.trap.requests, 'nothing may reach the address that a redirect or header names').toEqual(
        name === 'discovery/jwks-uri-other-origin' ? [expect.objectContaining({ method: 'GET' })] : [],
      );
    },
  );

  it('has an expectation for every variant, and for nothing else', () => {
    expect(Object.keys(expectations).toSorted()).toEqual(names.toSorted());
  });

  async function attempt(client: ReturnType<typeof clientFor>): Promise<unknown> {
    try {
      const { subject, person } = await signIn(client, provider);
      return { subject, ...person };
    } catch (error) {
      if (!ConnectorError.isInstance(error)) throw error;
      expect(error.hint).toBeTruthy();
      return error.retryAfter === undefined ? error.code : [error.code, error.retryAfter];
    }
  }
});

function settingsOf(name: VariantName, { issuer }: ScriptedProvider): Partial<OAuthSettings> {
  return name.startsWith('multi-tenant/')
    ? {
        server: { kind: 'discovery', issuer: `${issuer}/organizations/v2.0` },
        tenants: { kind: 'listed', tenantIds: ['11111111-1111-4111-8111-111111111111'] },
      }
    : {};
}

const ada = {
  subject: 'ada-1815',
  email: 'ada@example.test',
  name: 'Ada Lovelace',
  avatar: 'https://people.example.test/ada.png',
};

/** An object says how the person differs from the honest one. */
function withDefaults(expected: Expectation): unknown {
  if (typeof expected === 'string' || 'length' in expected) return expected;
  return Object.fromEntries(Object.entries({ ...ada, ...expected }).filter(([, value]) => value !== undefined));
}
