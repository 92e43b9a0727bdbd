import type { SocialSession, SocialUserInfo } from '@jackfield/connector-kit';
import { attackSuite, withHostileEnvironment } from '@jackfield/connector-test-kit';
import {
  type GoogleProvider,
  type GoogleVariantName,
  googlePeople,
  startGoogleProvider,
} from '@jackfield/connector-test-kit/google';
import type { Variant, VariantName } from '@jackfield/connector-test-kit/oidc';
import { type ClosableEgress, createEgress, createRuntime } from '@jackfield/egress';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import * as module from './index.ts';

const redirectUri = 'https://app.example.test/callback';
const { ada } = googlePeople;
const clock = { offset: 0, now: () => Date.now() + clock.offset };
let google: GoogleProvider;
let egress: ClosableEgress;

beforeAll(async () => {
  google = await startGoogleProvider();
  egress = createEgress({ ...google.egress, timeout: 500 });
});
beforeEach(begin);
afterAll(async () => {
  await egress.close();
  await google.close();
});

/** Forgets whatever an attempt before has left. */
function begin(): void {
  google.reset();
  clock.offset = 0;
}

type Config = module.GoogleConfig;
type Variants = readonly (VariantName | GoogleVariantName | Variant)[];

/** A connector that knows nothing of Google yet. */
const create = (changes: Partial<Config> = {}) =>
  module.createGoogle({
    config: { clientId: google.clientId, clientSecret: google.clientSecret, ...changes },
    runtime: createRuntime({ egress, clock }),
  });

/** The first half of a sign-in: the callback, and the session that belongs to it. */
async function start(connector?: module.GoogleConnector) {
  const starting = connector ?? (await create());
  let stored: SocialSession | undefined;
  const url = await starting.getAuthorizationUri({ redirectUri }, (session) => {
    stored = session;
  });
  const take = () => {
    const session = stored;
    stored = undefined;
    return session;
  };
  return { connector: starting, url: new URL(url), callback: (await google.callbackFor(url)).searchParams, take };
}

/** A whole sign-in at a Google with these variants. */
const signIn =
  (variants: Variants, assert: (user: SocialUserInfo) => void = () => {}) =>
  async () => {
    begin();
    google.use(...variants);
    const { connector, callback, take } = await start();
    try {
      assert(await connector.getUserInfo(callback, take));
    } finally {
      expect(google.trap.requests).toEqual([]);
    }
  };
const each = (names: readonly (VariantName | GoogleVariantName)[]) => names.map((name) => signIn([name]));
/** Userinfo is asked only where the ID token says too little. */
const atUserInfo = (names: readonly VariantName[]) =>
  names.map((name) => signIn(['google/claims-at-userinfo-only', name]));
const isUnverified = (user: SocialUserInfo) => {
  expect(user.email).toBeUndefined();
  expect(user.unverifiedEmail).toBe(ada.email);
};
const unverified = (names: readonly VariantName[]) => names.map((name) => signIn([name], isUnverified));
const refusedToken = (...names: (VariantName | GoogleVariantName)[]) =>
  ({ refusedWith: 'social_invalid_id_token', attempts: each(names) }) as const;

/** The name is at userinfo only, so that it is asked. */
const person = (description: string, change: NonNullable<Variant['person']>): Variant => ({
  description,
  person: (claims, source) => {
    const { name, ...others } = change(claims, source);
    return source === 'id_token' ? others : { ...others, name };
  },
});

attackSuite({
  module,
  cannotMeet: {
    'mark-of-another-path': 'claims are read where Google puts them, and nowhere else',
    'tid-not-bound': 'Google has one issuer; organisations are told by hd',
    'reserved-parameters': 'no extra parameters can be configured',
    'credentials-in-url': 'no address can be configured',
    'allowed-name-taken-over': 'organisations are told by domains: whoever holds the domain is the organisation',
    'request-smuggled': 'it sends no DELETE; bodies go by POST, framed',
  },
  withstands: {
    'unverified-email': {
      harmless: 'unverifiedEmail',
      attempts: unverified(['identity/email-verified-false']),
    },
    'mark-of-another-source': {
      harmless: 'unverifiedEmail',
      attempts: [
        person('The mark at userinfo only.', ({ email_verified: mark, email, ...rest }, source) =>
          source === 'id_token' ? { ...rest, email } : { ...rest, email_verified: mark },
        ),
        person('The mark in the ID token only.', ({ email_verified: mark, email, ...rest }, source) =>
          source === 'id_token' ? { ...rest, email_verified: mark } : { ...rest, email },
        ),
      ].map((variant) => signIn([variant], isUnverified)),
    },
    'mark-contradicted': {
      harmless: 'unverifiedEmail',
      attempts: [
        signIn(
          [person('Verified in one only.', (claims, source) => ({ ...claims, email_verified: source === 'id_token' }))],
          isUnverified,
        ),
      ],
    },
    'mark-not-true': {
      harmless: 'unverifiedEmail',
      attempts: unverified([
        'identity/email-verified-false-text',
        'identity/email-verified-one',
        'identity/email-verified-one-text',
        'identity/email-verified-null',
        'identity/email-verified-missing',
        'identity/email-verified-array',
        'identity/email-verified-object',
      ]),
    },
    'subject-missing': refusedToken(
      'id-token/sub-missing',
      'id-token/sub-empty',
      'id-token/sub-null',
      'id-token/sub-object',
      'id-token/sub-array',
      'id-token/sub-number',
    ),
    'numeric-id-rounded': {
      harmless: 'all 21 digits kept',
      attempts: [signIn([], ({ id }) => expect(id).toBe('110248495921238986420'))],
    },
    'membership-withheld': {
      refusedWith: 'authorization_failed',
      attempts: (['google/hd-missing', 'google/hd-empty', 'google/hd-at-userinfo-only'] as const).map(
        (name) => async () => {
          begin();
          google.use(name);
          const { connector, callback, take } = await start(await create({ hostedDomains: ['example.test'] }));
          return connector.getUserInfo(callback, take);
        },
      ),
    },
    'state-missing': {
      refusedWith: 'session_invalid',
      attempts: each(['callback/state-missing', 'callback/state-empty']),
    },
    'state-foreign': {
      refusedWith: 'session_invalid',
      attempts: [
        ...each(['callback/state-other']),
        async () => {
          const [victim, attacker] = [await start(), await start()];
          return victim.connector.getUserInfo(attacker.callback, victim.take);
        },
      ],
    },
    'state-of-another-connector': {
      refusedWith: 'session_invalid',
      attempts: [
        async () => {
          const { callback, take } = await start();
          return (await create({ clientId: 'another.apps.googleusercontent.com' })).getUserInfo(callback, take);
        },
      ],
    },
    'callback-twice': {
      refusedWith: 'session_invalid',
      attempts: [
        async () => {
          const { connector, callback, take } = await start();
          await connector.getUserInfo(callback, take);
          return connector.getUserInfo(callback, take);
        },
      ],
    },
    'callback-twice-in-parallel': {
      harmless: 'one sign-in, the others refused',
      attempts: [
        async () => {
          const { connector, callback, take } = await start();
          const all = await Promise.allSettled([1, 2, 3].map(async () => connector.getUserInfo(callback, take)));
          expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
          expect(google.calls.token).toBe(1);
        },
      ],
    },
    'session-expired': {
      refusedWith: 'session_invalid',
      attempts: [
        async () => {
          const { connector, callback, take } = await start();
          clock.offset = 601_000;
          return connector.getUserInfo(callback, take);
        },
      ],
    },
    'parameter-twice': {
      refusedWith: 'invalid_request_parameters',
      attempts: each([
        'callback/state-duplicated',
        'callback/code-duplicated',
        'callback/iss-duplicated',
        'callback/iss-second-wrong',
      ]),
    },
    'iss-wrong': {
      refusedWith: 'authorization_failed',
      attempts: each([
        'callback/iss-wrong',
        'callback/iss-slash',
        'callback/iss-case',
        'callback/iss-empty',
        'callback/iss-not-advertised-wrong',
      ]),
    },
    'iss-missing': { refusedWith: 'authorization_failed', attempts: each(['callback/iss-missing']) },
    'hybrid-response': {
      refusedWith: 'invalid_request_parameters',
      attempts: each(['callback/front-channel-tokens', 'callback/encrypted-response']),
    },
    'pkce-downgrade': {
      harmless: 'S256 all the same',
      attempts: (['discovery/pkce-plain-only', 'discovery/pkce-not-advertised'] as const).map((name) => async () => {
        begin();
        google.use(name);
        const { url } = await start();
        expect(url.searchParams.get('code_challenge_method')).toBe('S256');
      }),
    },
    'code-injected': {
      refusedWith: 'social_auth_code_invalid',
      attempts: [
        async () => {
          await start();
          google.use('callback/code-of-first-sign-in');
          const { connector, callback, take } = await start();
          return connector.getUserInfo(callback, take);
        },
        ...each(['callback/code-unknown']),
      ],
    },
    'redirect-uri-from-outside': {
      harmless: 'the session’s is used',
      attempts: [
        async () => {
          const { connector, callback, take } = await start();
          callback.set('redirect_uri', 'https://evil.test/');
          callback.set('redirectUri', 'https://evil.test/');
          await connector.getUserInfo(callback, take);
          const token = google.requests.find(({ endpoint }) => endpoint === 'token');
          expect(token?.form.get('redirect_uri')).toBe(redirectUri);
        },
      ],
    },
    'callback-error-as-token-error': {
      refusedWith: 'authorization_failed',
      attempts: ['invalid_client', 'deleted_client', 'invalid_grant', 'slow_down'].map((error) => async () => {
        const { connector, callback, take } = await start();
        callback.delete('code');
        callback.set('error', error);
        return connector.getUserInfo(callback, take);
      }),
    },
    'provider-text-echoed': {
      refusedWith: 'authorization_failed',
      attempts: each([
        'callback/error-html',
        'callback/error-control-characters',
        'callback/error-code-html',
        'callback/error-gigantic',
      ]),
    },
    'alg-none': refusedToken(
      'id-token/alg-none',
      'id-token/alg-none-odd-case',
      'id-token/alg-missing',
      'id-token/signature-missing',
    ),
    'hs256-public-key': refusedToken('id-token/hs256-public-key', 'id-token/hs256-client-secret'),
    'hs256-published-key': refusedToken('id-token/hs256-published-key'),
    'alg-not-allowed': refusedToken(
      'id-token/alg-not-allowed',
      'discovery/hs256-advertised',
      'discovery/alg-none-advertised',
    ),
    'crit-unknown': refusedToken('id-token/crit-unknown', 'id-token/crit-empty'),
    'key-in-header': refusedToken('id-token/jku', 'id-token/x5u', 'id-token/jwk-embedded', 'id-token/kid-path'),
    'bad-signature': refusedToken(
      'id-token/bad-signature',
      'id-token/claims-altered',
      'jwks/other-keys',
      'jwks/encryption-key',
    ),
    'unknown-kid-storm': {
      harmless: 'the keys are fetched once',
      attempts: [
        async () => {
          google.use('id-token/unknown-kid');
          const connector = await create();
          const attempts = Array.from({ length: 10 }, async () => {
            const { callback, take } = await start(connector);
            return connector.getUserInfo(callback, take);
          });
          const all = await Promise.allSettled(attempts);
          expect(all.every(({ status }) => status === 'rejected')).toBe(true);
          expect(google.calls.jwks).toBe(1);
        },
      ],
    },
    'aud-wrong': refusedToken('id-token/aud-missing', 'id-token/aud-other', 'id-token/aud-empty'),
    'azp-wrong': {
      refusedWith: 'social_invalid_id_token',
      attempts: [
        signIn(['id-token/aud-several-no-azp', 'google/azp-missing']),
        ...each(['id-token/azp-foreign', 'id-token/azp-foreign-several']),
      ],
    },
    'token-issuer-wrong': refusedToken(
      'id-token/iss-slash',
      'id-token/iss-case',
      'id-token/iss-other',
      'id-token/iss-missing',
      'google/issuer-http',
    ),
    'token-times': refusedToken(
      'id-token/expired',
      'id-token/expired-a-minute-ago',
      'id-token/exp-missing',
      'id-token/nbf-future',
      'id-token/iat-future',
      'id-token/iat-a-minute-ahead',
    ),
    'at-hash-wrong': refusedToken('id-token/at-hash-wrong', 'id-token/at-hash-number'),
    'nonce-wrong': {
      refusedWith: 'social_invalid_id_token',
      attempts: [
        ...each(['id-token/nonce-missing', 'id-token/nonce-wrong', 'id-token/nonce-empty']),
        async () => {
          begin();
          await start();
          const { connector, callback, take } = await start();
          google.use('id-token/nonce-replayed');
          return connector.getUserInfo(callback, take);
        },
        async () => (await create()).verifyOneTap(google.oneTap({ nonce: 'one' }), { nonce: 'another' }),
        async () => (await create()).verifyOneTap(google.oneTap({ nonce: 'one' }), { nonce: null }),
      ],
    },
    'userinfo-other-subject': {
      refusedWith: 'invalid_response',
      attempts: atUserInfo(['userinfo/sub-other', 'userinfo/sub-missing', 'userinfo/sub-object']),
    },
    'userinfo-unsigned': {
      refusedWith: 'invalid_response',
      attempts: atUserInfo(['userinfo/jwt-alg-none', 'userinfo/jwt-bad-signature', 'userinfo/jwt-aud-other']),
    },
    'error-with-200': {
      refusedWith: 'social_auth_code_invalid',
      attempts: each(['token/invalid-grant-with-200']),
    },
    'error-beside-tokens': { refusedWith: 'social_auth_code_invalid', attempts: each(['token/error-beside-tokens']) },
    'answer-not-json': {
      refusedWith: 'invalid_response',
      attempts: [
        ...each(['token/html', 'token/text', 'token/truncated', 'discovery/html', 'jwks/truncated']),
        ...atUserInfo(['userinfo/html', 'userinfo/truncated']),
      ],
    },
    'answer-gigantic': {
      refusedWith: 'invalid_response',
      attempts: [
        ...each(['token/gigantic', 'discovery/gigantic', 'jwks/gigantic']),
        ...atUserInfo(['userinfo/gigantic']),
      ],
    },
    'answer-slow': {
      refusedWith: 'provider_unavailable',
      attempts: [...each(['token/slow', 'jwks/silent']), ...atUserInfo(['userinfo/slow'])],
    },
    'answer-bomb': {
      refusedWith: 'invalid_response',
      attempts: [...each(['token/gzip-bomb', 'discovery/gzip-bomb']), ...atUserInfo(['userinfo/gzip-bomb'])],
    },
    'prototype-keys': {
      harmless: 'dropped',
      attempts: [
        signIn(['token/prototype-keys', 'discovery/prototype-keys', 'jwks/prototype-keys']),
        signIn(['google/claims-at-userinfo-only', 'userinfo/prototype-keys'], ({ rawData }) => {
          expect('polluted' in rawData || 'polluted' in {}).toBe(false);
        }),
      ],
    },
    'token-type-odd': {
      refusedWith: 'invalid_response',
      attempts: each(['token/type-mac', 'token/type-dpop', 'token/type-number', 'token/type-missing']),
    },
    'header-injection': { refusedWith: 'invalid_response', attempts: each(['token/access-token-line-break']) },
    'redirect-followed': {
      refusedWith: 'invalid_response',
      attempts: [
        ...each(['token/redirect-302', 'token/redirect-307', 'discovery/redirect-302', 'jwks/redirect-302']),
        ...atUserInfo(['userinfo/redirect-307']),
      ],
    },
    'secret-echoed': {
      refusedWith: 'social_auth_code_invalid',
      attempts: [
        async () => {
          try {
            await signIn(['token/error-echoes-request'])();
          } catch (error) {
            expect(JSON.stringify(Object.entries(Object(error)))).not.toContain(google.clientSecret);
            throw error;
          }
        },
      ],
    },
    'revocation-pretended': {
      refusedWith: 'authorization_failed',
      attempts: (['revocation/unsupported-token-type', 'revocation/unsupported-token-type-with-200'] as const).map(
        (name) => async () => {
          google.use(name);
          return (await create()).revokeToken('1//a-refresh-token', 'refresh_token');
        },
      ),
    },
    'environment-steers': {
      harmless: 'never read',
      attempts: [
        async () => withHostileEnvironment(google.trap.origin, signIn([])),
        async () => {
          const forged = await startGoogleProvider({ certificate: 'selfSigned' });
          const runtime = createRuntime({ egress: forged.egress });
          const config = { clientId: forged.clientId, clientSecret: forged.clientSecret };
          const connector = await module.createGoogle({ config, runtime });
          const begun = async () => connector.getAuthorizationUri({ redirectUri }, () => {});
          await withHostileEnvironment(forged.trap.origin, async () =>
            expect(begun()).rejects.toMatchObject({ code: 'provider_unavailable' }),
          );
          expect(forged.requests).toEqual([]);
          await runtime.close();
          await forged.close();
        },
      ],
    },
    'private-address': {
      refusedWith: 'egress_refused',
      attempts: each(['discovery/token-endpoint-private', 'discovery/jwks-uri-metadata-service']),
    },
    'private-name': {
      refusedWith: 'egress_refused',
      attempts: [
        async () => {
          const runtime = createRuntime({ egress: { lookup: async () => [{ address: '10.0.0.1' }] } });
          const config = { clientId: google.clientId, clientSecret: google.clientSecret };
          try {
            await (await module.createGoogle({ config, runtime })).getAuthorizationUri({ redirectUri }, () => {});
          } finally {
            await runtime.close();
          }
        },
      ],
    },
    'plain-http': {
      refusedWith: 'egress_refused',
      attempts: each(['discovery/token-endpoint-http', 'discovery/jwks-uri-http']),
    },
  },
});
