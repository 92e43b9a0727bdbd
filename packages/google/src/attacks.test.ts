import { generateKeyPairSync } from 'node:crypto';
import { type GoogleProvider, googlePeople, startGoogleProvider } from '@jackfield/connector-test-kit/google';
import { type ClosableEgress, createEgress } from '@jackfield/egress';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GoogleConfig } from './index.ts';
import { connect, signIn, startGoogle } from './testing/harness.ts';

let google: GoogleProvider;
let egress: ClosableEgress;
beforeAll(async () => {
  google = await startGoogleProvider();
  egress = createEgress({ ...google.egress, timeout: 1500 });
});
beforeEach(() => google.reset());
afterAll(async () => {
  await egress.close();
  await google.close();
});

/** A connector that knows nothing of Google yet. */
const create = (changes: Partial<GoogleConfig> = {}) => connect(google, changes, { egress });

const { ada } = googlePeople;

describe('hosted domains', () => {
  it.each([
    'google/hd-missing',
    'google/hd-other',
    'google/hd-suffix',
    'google/hd-prefix',
    'google/hd-list',
    'google/hd-empty',
    'google/hd-at-userinfo-only',
  ] as const)('attack: a person of another organisation, by %s', async (variant) => {
    google.use(variant);
    const connector = await create({ hostedDomains: ['example.test', 'example.org'] });
    const refusal = expect.objectContaining({
      code: 'authorization_failed',
      hint: expect.stringContaining('hostedDomains'),
    });
    await expect(signIn(google, connector)).rejects.toEqual(refusal);
    await expect(connector.verifyIdToken(google.issueIdToken(), { nonce: null })).rejects.toEqual(refusal);
    await expect(connector.verifyOneTap(google.oneTap(), { nonce: null })).rejects.toEqual(refusal);
    expect(google.calls.userinfo).toBe(0);
  });

  it('lets people of a listed organisation in, however it is written', async () => {
    const connector = await create({ hostedDomains: ['example.org', 'example.test'] });
    expect((await signIn(google, connector)).userInfo.id).toBe(ada.sub);
    const token = google.issueIdToken({ hd: 'Example.TEST' });
    expect((await connector.verifyIdToken(token, { nonce: null })).id).toBe(ada.sub);
  });
});

it('attack: a name that is HTML with escape codes, a picture that runs a script', async () => {
  google.use('identity/name-markup', 'identity/picture-script');
  const { userInfo } = await signIn(google, await create());
  expect([userInfo.name, userInfo.avatar]).toEqual(['<script>alert(1)</script>[31m', undefined]);
});

it('attack: an algorithm that Google does not use, announced by whoever answers in its place', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  google.use({
    description: 'Signs with ES256, and says so.',
    discovery: (document) => ({ ...document, id_token_signing_alg_values_supported: ['RS256', 'ES256'] }),
    jwks: () => ({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'ec', alg: 'ES256', use: 'sig' }] }),
    idToken: ({ claims }) => ({ header: { alg: 'ES256', kid: 'ec' }, claims, key: privateKey }),
  });
  await expect(signIn(google, await create())).rejects.toEqual(
    expect.objectContaining({ code: 'social_invalid_id_token' }),
  );
});

it('attack: another issuer behind the discovery document', async () => {
  for (const variant of ['discovery/issuer-slash', 'discovery/issuer-other'] as const) {
    google.use(variant);
    await expect(signIn(google, await create())).rejects.toEqual(expect.objectContaining({ code: 'invalid_config' }));
  }
});

describe('a rate limit', () => {
  it.each([
    ['token/status-429', 7],
    ['token/status-429-date', 120],
    ['token/status-429-huge', 86_400],
    ['token/status-429-negative', undefined],
    ['token/status-429-odd', undefined],
    ['token/status-429-no-time', undefined],
  ] as const)('%s gives retryAfter %s', async (variant, retryAfter) => {
    google.use(variant);
    const error: unknown = await signIn(google, await create()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'rate_limit_exceeded' });
    const given = Object.getOwnPropertyDescriptor(error, 'retryAfter')?.value;
    if (retryAfter === 120) expect(given).toBeGreaterThan(115);
    else expect(given).toBe(retryAfter);
  });
});

describe('a certificate', () => {
  it.each(['expired', 'selfSigned', 'wrongHost'] as const)('attack: wrong certificate: %s', async (certificate) => {
    const other = await startGoogle({ certificate });
    await expect(signIn(other, await connect(other))).rejects.toEqual(
      expect.objectContaining({ code: 'provider_unavailable' }),
    );
    expect(other.requests).toEqual([]);
  });
});
