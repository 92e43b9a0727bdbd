import type { Runtime } from '@jackfield/connector-kit';
import type { Variant, VariantName } from '@jackfield/connector-test-kit/oidc';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  clientFor,
  createTestRuntime,
  type ScriptedProvider,
  signIn,
  startScriptedProvider,
  type TestRuntime,
} from './testing/harness.ts';

const minute = 60_000;
const hour = 60 * minute;

let provider: ScriptedProvider;
let runtime: TestRuntime;

beforeAll(async () => {
  provider = await startScriptedProvider();
});
beforeEach(() => {
  provider.reset();
  runtime = createTestRuntime();
  return async () => runtime.close();
});
afterAll(async () => provider.close());

const refusal = (code: string) => expect.objectContaining({ code });
const signInNow = async () => signIn(clientFor(provider, { runtime }), provider);

/** Turns the clock, and lets tokens be issued by the turned clock too. */
function turn(milliseconds: number): void {
  runtime.offset += milliseconds;
  provider.use(...used, issuedAt(runtime.offset));
}
let used: readonly (VariantName | Variant)[] = [];
function use(...variants: typeof used): void {
  used = variants;
  provider.use(...used, issuedAt(runtime.offset));
}
function issuedAt(offset: number): Variant {
  const seconds = Math.floor(offset / 1000);
  return {
    description: 'Tokens are issued by another clock.',
    idToken: (token) => ({
      ...token,
      claims: { ...token.claims, iat: Number(token.claims.iat) + seconds, exp: Number(token.claims.exp) + seconds },
    }),
  };
}
beforeEach(() => use());

describe('the discovery document and the keys', () => {
  it('are fetched once for many sign-ins, instances and clients', async () => {
    for (const clientId of ['demo-client', 'demo-client', 'demo-client']) {
      await signIn(clientFor(provider, { runtime }, { clientId }), provider);
    }
    expect(provider.calls).toMatchObject({ discovery: 1, jwks: 1, token: 3, userinfo: 3 });
  });

  it('are fetched in one flight by sign-ins that start together', async () => {
    await Promise.all(Array.from({ length: 10 }, signInNow));
    expect(provider.calls).toMatchObject({ discovery: 1, jwks: 1, token: 10 });
  });

  it('are not shared between runtimes', async () => {
    await signInNow();
    const other: Runtime = createTestRuntime();
    await signIn(clientFor(provider, { runtime: other }), provider);
    await other.close();
    expect(provider.calls).toMatchObject({ discovery: 2, jwks: 2 });
  });

  it.each([
    ['max-age=60', 'cache-max-age', 50_000, 1],
    ['max-age=60', 'cache-max-age', 70_000, 2],
    ['max-age=0', 'cache-max-age-zero', 1, 2],
    ['a max-age of a hundred years, after a day', 'cache-max-age-huge', 25 * hour, 2],
    ['a max-age that is no number', 'cache-max-age-odd', 1, 2],
    ['no-cache', 'cache-no-cache', 1, 2],
    ['no-store', 'cache-no-store', 1, 2],
  ] as const)('are kept as told: %s (%s), %i ms later', async (_what, variant, later, fetches) => {
    use(`discovery/${variant}`, `jwks/${variant}`);
    await signInNow();
    const { discovery, jwks } = provider.calls;
    turn(later);
    await signInNow();
    expect({ discovery: provider.calls.discovery > discovery, jwks: provider.calls.jwks > jwks }).toEqual({
      discovery: fetches === 2,
      jwks: fetches === 2,
    });
  });

  it('are revalidated by their ETag', async () => {
    use('discovery/cache-etag', 'jwks/cache-etag');
    await signInNow();
    turn(1000);
    await signInNow();
    const conditional = provider.requests.filter(({ headers }) => headers['if-none-match'] === '"version-1"');
    expect(new Set(conditional.map(({ endpoint }) => endpoint))).toEqual(new Set(['discovery', 'jwks']));
  });

  it('serve on for 24 hours while the provider is down, and not longer', async () => {
    await signInNow();
    use('discovery/status-503', 'jwks/silent');
    turn(23 * hour);
    expect((await signInNow()).subject).toBe('ada-1815');
    turn(2 * hour);
    await expect(signInNow()).rejects.toEqual(refusal('provider_unavailable'));
  });

  it('are asked for again only every 30 seconds while the provider is down', async () => {
    await signInNow();
    use('discovery/status-503', 'jwks/status-503');
    turn(hour);
    const before = provider.calls.discovery;
    for (let count = 0; count < 3; count += 1) await signInNow();
    expect(provider.calls.discovery - before).toBe(1);
    turn(31_000);
    await signInNow();
    expect(provider.calls.discovery - before).toBe(2);
  });

  it('do not serve on when the provider answers with something else: that is no outage', async () => {
    await signInNow();
    use('discovery/issuer-other');
    turn(hour);
    await expect(signInNow()).rejects.toEqual(refusal('invalid_config'));
    use('discovery/html');
    turn(hour);
    await expect(signInNow()).rejects.toEqual(refusal('invalid_response'));
  });

  it('attack: another issuer after a while: a client that is kept compares every new document, too', async () => {
    const client = clientFor(provider, { runtime });
    expect((await signIn(client, provider)).subject).toBe('ada-1815');
    use('discovery/issuer-other');
    turn(hour);
    await expect(signIn(client, provider)).rejects.toEqual(refusal('invalid_config'));
    await expect(signIn(client, provider)).rejects.toEqual(refusal('invalid_config'));
    use();
    turn(hour);
    expect((await signIn(client, provider)).subject).toBe('ada-1815');
  });

  it('are not kept for a stale answer after no-store', async () => {
    use('discovery/cache-no-store');
    await signInNow();
    use('discovery/status-503');
    await expect(signInNow()).rejects.toEqual(refusal('provider_unavailable'));
  });
});

describe('an unknown key id', () => {
  it('fetches the keys anew, so that a provider can change them', async () => {
    await signInNow();
    await provider.rotateKeys();
    turn(minute + 1000);
    expect((await signInNow()).subject).toBe('ada-1815');
    expect(provider.calls.jwks).toBe(2);
  });

  it('attack: unknown kid storm refetches at most once a minute', async () => {
    await signInNow();
    use('id-token/unknown-kid');
    turn(minute + 1000);
    const storm = async () => Promise.allSettled(Array.from({ length: 20 }, signInNow));
    const outcomes = await storm();
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    await storm();
    expect(provider.calls.jwks).toBe(2);
    turn(minute + 1000);
    await storm();
    expect(provider.calls.jwks).toBe(3);
  });
});
