import { ConnectorError, type Runtime } from '@jackfield/connector-kit';
import { type OAuthProvider, oauthVariants, startOAuthProvider } from '@jackfield/connector-test-kit/oauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Expectation, revocationExpectations, signInExpectations } from './testing/expectations.ts';
import { createFor, createTestRuntime, signIn } from './testing/harness.ts';

/** What a provider can do wrong, and what becomes of it: one test for each variant of the fake. */

let provider: OAuthProvider;
let runtime: Runtime;
beforeAll(async () => {
  provider = await startOAuthProvider();
});
beforeEach(() => {
  provider.reset();
  runtime = createTestRuntime(400);
  return async () => runtime.close();
});
afterAll(async () => provider.close());

type SignInVariant = keyof typeof signInExpectations;
type RevocationVariant = keyof typeof revocationExpectations;

describe('a sign-in at a provider', () => {
  const names = Object.keys(signInExpectations) as SignInVariant[];

  it.each(names.map((name) => ({ name, description: oauthVariants[name].description })))(
    'attack: $name: $description',
    async ({ name }) => {
      // Only a provider that never promised an issuer may leave it out.
      const inCallback = name.startsWith('callback/iss-not-advertised') ? 'ifPresent' : 'required';
      const connector = await createFor(provider, runtime, { issuer: { url: provider.origin, inCallback } });
      provider.use(name);
      const outcome = await outcomeOf(async () => {
        const {
          id,
          issuer,
          email,
          unverifiedEmail,
          name: called,
          avatar,
        } = (await signIn(connector, provider)).userInfo;
        return { id, issuer, email, unverifiedEmail, name: called, avatar };
      });
      expect(outcome).toEqual(withDefaults(signInExpectations[name]));
      expect(provider.trap.requests, 'nothing may reach the address that a redirect names').toEqual([]);
    },
  );

  /** An object says how the person differs from the honest one. */
  function withDefaults(expected: Expectation): unknown {
    if (typeof expected === 'string' || 'length' in expected) return expected;
    return {
      id: '80351110224678913',
      issuer: provider.origin,
      email: 'ada@example.test',
      unverifiedEmail: undefined,
      name: 'Ada Lovelace',
      avatar: 'https://people.example.test/ada.png',
      ...expected,
    };
  }
});

describe('a revocation at a provider', () => {
  const names = Object.keys(revocationExpectations) as RevocationVariant[];

  it.each(names.map((name) => ({ name, description: oauthVariants[name].description })))(
    'attack: $name: $description',
    async ({ name }) => {
      const connector = await createFor(provider, runtime);
      const { tokenResponse } = await signIn(connector, provider);
      provider.use(name);
      const outcome = await outcomeOf(async () => {
        await connector.revokeToken(tokenResponse.access_token);
        return 'revoked';
      });
      expect(outcome).toEqual(revocationExpectations[name]);
      expect(provider.trap.requests, 'nothing may reach the address that a redirect names').toEqual([]);
    },
  );
});

it('has an expectation for every variant, and for nothing else', () => {
  const expected = Object.keys({ ...signInExpectations, ...revocationExpectations });
  expect(expected.toSorted()).toEqual(Object.keys(oauthVariants).toSorted());
});

/** Waits of half a minute and more are rounded up to minutes: what is a date to the provider has passed by a little here. */
async function outcomeOf(attempt: () => Promise<unknown>): Promise<unknown> {
  try {
    return await attempt();
  } catch (error) {
    if (!ConnectorError.isInstance(error)) throw error;
    expect(error.hint).toBeTruthy();
    const { code, retryAfter } = error;
    if (retryAfter === undefined) return code;
    return [code, retryAfter < 30 ? retryAfter : Math.ceil(retryAfter / 60) * 60];
  }
}
