import type { SocialSession, SocialUserInfo } from '@jackfield/connector-kit';
import { attackSuite, withHostileEnvironment } from '@jackfield/connector-test-kit';
import type { GithubServer, GithubVariant, GithubVariantName } from '@jackfield/connector-test-kit/github';
import { issueCertificates } from '@jackfield/connector-test-kit/tls';
import { createRuntime } from '@jackfield/egress';
import { expect, onTestFinished } from 'vitest';
import * as module from './index.ts';
import { configFor, connectorTo, redirectUri, testGithub, testRuntime } from './testing/harness.ts';

type Variants = readonly (GithubVariantName | GithubVariant)[];

/** A sign-in at a fake of its own, up to the callback. */
async function start(variants: Variants = [], now?: () => number) {
  const github = await testGithub();
  const connector = await module.createGithub({ config: configFor(github), runtime: testRuntime(now) });
  return { github, connector, ...(await begin(github, connector, variants)) };
}

async function begin(github: GithubServer, connector: module.GithubConnector, variants: Variants = [], login?: string) {
  let stored: SocialSession | undefined;
  const url = await connector.getAuthorizationUri({ redirectUri }, (session) => {
    stored = session;
  });
  github.use(...variants);
  const take = () => {
    const session = stored;
    stored = undefined;
    return session;
  };
  return { url: new URL(url), callback: (await github.callbackFor(url, login)).searchParams, take };
}

/** A whole sign-in at a fake with these variants. */
const signIn =
  (variants: Variants, assert: (user: SocialUserInfo) => void = () => {}) =>
  async () => {
    const { github, connector, callback, take } = await start(variants);
    try {
      assert(await connector.getUserInfo(callback, take));
    } finally {
      expect(github.trap.requests).toEqual([]);
    }
  };
const each = (names: readonly GithubVariantName[]) => names.map((name) => signIn([name]));
const unverified = (names: readonly GithubVariantName[], unverifiedEmail: string) =>
  names.map((name) =>
    signIn([name], (user) => {
      expect(user.email).toBeUndefined();
      expect(user.unverifiedEmail).toBe(unverifiedEmail);
    }),
  );
const changed = (change: (callback: URLSearchParams) => void) => async () => {
  const { connector, callback, take } = await start();
  change(callback);
  return connector.getUserInfo(callback, take);
};
/** A sign-in of somebody who is not shown to be in an allowed organization. */
const outside =
  (rule: NonNullable<module.GithubConfig['allowedOrganizations']>[number], variant: GithubVariantName) => async () => {
    const github = await testGithub();
    const connector = await connectorTo(github, { allowedOrganizations: [rule] });
    const { callback, take } = await begin(github, connector, [variant]);
    return connector.getUserInfo(callback, take);
  };
const organization = { organization: 'analytical-engines', organizationId: '1837' };
const enterprises = (addresses: readonly string[], egress: Parameters<typeof createRuntime>[0] = {}) =>
  addresses.map((enterpriseUrl) => async () => {
    const runtime = createRuntime(egress);
    onTestFinished(async () => runtime.close());
    const config = { clientId: 'a-client', clientSecret: 'a-secret', enterpriseUrl };
    return (await module.createGithub({ config, runtime })).getAccessTokenByRefreshToken('ghr_token');
  });

const noIdToken = 'GitHub has no ID tokens';

attackSuite({
  module,
  withstands: {
    'unverified-email': {
      harmless: 'unverifiedEmail',
      attempts: unverified(['person/verified-false'], 'ada@example.test'),
    },
    'mark-of-another-source': {
      harmless: 'unverifiedEmail',
      attempts: unverified(['person/primary-none', 'emails/status-404'], 'countess@example.test'),
    },
    'mark-contradicted': {
      harmless: 'unverifiedEmail',
      attempts: unverified(['person/primary-contradicts'], 'ada@example.test'),
    },
    'mark-not-true': {
      harmless: 'unverifiedEmail',
      attempts: unverified(
        [
          'person/verified-false-text',
          'person/verified-true-text',
          'person/verified-one',
          'person/verified-null',
          'person/verified-object',
          'person/verified-missing',
        ],
        'ada@example.test',
      ),
    },
    'subject-missing': {
      refusedWith: 'invalid_response',
      attempts: each(['person/id-missing', 'person/id-null', 'person/id-empty', 'person/id-object', 'person/id-list']),
    },
    'numeric-id-rounded': {
      harmless: 'all digits kept',
      attempts: [signIn(['person/id-beyond-2-53'], (user) => expect(user.id).toBe('9007199254740993'))],
    },
    'allowed-name-taken-over': {
      refusedWith: 'authorization_failed',
      attempts: [organization, { ...organization, teams: ['programmers'] }].map((rule) =>
        outside(rule, 'person/of-another-organization'),
      ),
    },
    'membership-withheld': {
      refusedWith: 'authorization_failed',
      attempts: (['organization/app-not-approved', 'organization/single-sign-on'] as const).map((variant) =>
        outside(organization, variant),
      ),
    },
    'state-missing': {
      refusedWith: 'session_invalid',
      attempts: [changed((callback) => callback.delete('state')), changed((callback) => callback.set('state', ''))],
    },
    'state-foreign': {
      refusedWith: 'session_invalid',
      attempts: [
        ...each(['callback/state-other']),
        async () => {
          const { github, connector, take } = await start();
          const attacker = await begin(github, connector);
          return connector.getUserInfo(attacker.callback, take);
        },
      ],
    },
    'state-of-another-connector': {
      refusedWith: 'session_invalid',
      attempts: [
        async () => {
          const { github, callback, take } = await start();
          const config = configFor(github, { clientId: 'another-client' });
          return (await module.createGithub({ config, runtime: testRuntime() })).getUserInfo(callback, take);
        },
        async () => {
          const { github, callback, take } = await start();
          const { clientId, clientSecret } = github;
          const config = { clientId, clientSecret };
          return (await module.createGithub({ config, runtime: testRuntime() })).getUserInfo(callback, take);
        },
      ],
    },
    'callback-twice': {
      refusedWith: 'session_invalid',
      attempts: [
        async () => {
          const { connector, callback, take } = await start(['token/code-reusable']);
          await connector.getUserInfo(callback, take);
          return connector.getUserInfo(callback, take);
        },
      ],
    },
    'callback-twice-in-parallel': {
      harmless: 'one sign-in, the others refused',
      attempts: [
        async () => {
          const { github, connector, callback, take } = await start(['token/code-reusable']);
          const all = await Promise.allSettled([1, 2, 3].map(async () => connector.getUserInfo(callback, take)));
          expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
          expect(github.calls.token).toBe(1);
        },
      ],
    },
    'session-expired': {
      refusedWith: 'session_invalid',
      attempts: [
        async () => {
          let offset = 0;
          const { connector, callback, take } = await start([], () => Date.now() + offset);
          offset = 601_000;
          return connector.getUserInfo(callback, take);
        },
      ],
    },
    'parameter-twice': {
      refusedWith: 'invalid_request_parameters',
      attempts: [
        ...each(['callback/iss-duplicated']),
        ...['state', 'code'].map((name) => changed((callback) => callback.append(name, callback.get(name) ?? ''))),
      ],
    },
    'iss-wrong': {
      refusedWith: 'authorization_failed',
      attempts: each(['callback/iss-wrong', 'callback/iss-slash', 'callback/iss-case', 'callback/iss-empty']),
    },
    'hybrid-response': {
      refusedWith: 'invalid_request_parameters',
      attempts: [changed((callback) => callback.set('id_token', 'a.b.c'))],
    },
    'pkce-downgrade': {
      harmless: 'S256 all the same',
      attempts: [
        async () => {
          const { github, url, connector, callback, take } = await start(['token/pkce-unchecked']);
          expect(url.searchParams.get('code_challenge_method')).toBe('S256');
          await connector.getUserInfo(callback, take);
          const token = github.requests.find(({ endpoint }) => endpoint === 'token');
          expect(new URLSearchParams(token?.body).get('code_verifier')).toMatch(/^[\w-]{43,}$/);
        },
      ],
    },
    'code-injected': {
      refusedWith: 'social_auth_code_invalid',
      attempts: [
        async () => {
          const { github, connector } = await start();
          const { callback, take } = await begin(github, connector, ['callback/code-of-first-sign-in']);
          return connector.getUserInfo(callback, take);
        },
      ],
    },
    'redirect-uri-from-outside': {
      harmless: 'the session’s is used',
      attempts: [
        async () => {
          const { github, connector, callback, take } = await start();
          callback.set('redirect_uri', 'https://evil.test/');
          callback.set('redirectUri', 'https://evil.test/');
          await connector.getUserInfo(callback, take);
          const token = github.requests.find(({ endpoint }) => endpoint === 'token');
          expect(new URLSearchParams(token?.body).get('redirect_uri')).toBe(redirectUri);
        },
      ],
    },
    'callback-error-as-token-error': {
      refusedWith: 'authorization_failed',
      attempts: ['incorrect_client_credentials', 'Not Found', 'bad_verification_code', 'slow_down'].map((error) =>
        changed((callback) => {
          callback.delete('code');
          callback.set('error', error);
        }),
      ),
    },
    'provider-text-echoed': {
      refusedWith: 'authorization_failed',
      attempts: each(['callback/error-html', 'callback/error-not-found']),
    },
    'error-with-200': {
      refusedWith: 'social_auth_code_invalid',
      attempts: each(['token/bad-verification-code']),
    },
    'error-beside-tokens': { refusedWith: 'social_auth_code_invalid', attempts: each(['token/error-beside-tokens']) },
    'answer-not-json': {
      refusedWith: 'invalid_response',
      attempts: each(['token/html', 'token/truncated', 'user/html', 'user/text', 'emails/truncated', 'emails/html']),
    },
    'answer-gigantic': {
      refusedWith: 'invalid_response',
      attempts: each(['token/gigantic', 'user/gigantic', 'emails/gigantic']),
    },
    'answer-slow': {
      refusedWith: 'provider_unavailable',
      attempts: each(['token/slow', 'user/slow', 'emails/silent']),
    },
    'answer-bomb': {
      refusedWith: 'invalid_response',
      attempts: each(['token/gzip-bomb', 'user/gzip-bomb', 'emails/gzip-bomb']),
    },
    'prototype-keys': {
      harmless: 'dropped',
      attempts: (['token/prototype-keys', 'user/prototype-keys', 'emails/prototype-keys'] as const).map((name) =>
        signIn([name], (user) => {
          expect('polluted' in {}).toBe(false);
          expect(Object(user.rawData.user)).not.toHaveProperty('polluted');
        }),
      ),
    },
    'token-type-odd': { refusedWith: 'invalid_response', attempts: each(['token/type-mac']) },
    'header-injection': { refusedWith: 'invalid_response', attempts: each(['token/access-token-line-break']) },
    'redirect-followed': {
      refusedWith: 'invalid_response',
      attempts: each([
        'token/redirect-302',
        'token/redirect-307',
        'user/redirect-302',
        'user/redirect-307',
        'emails/redirect-307',
      ]),
    },
    'secret-echoed': {
      refusedWith: 'social_auth_code_invalid',
      attempts: [
        async () => {
          const { github, connector, callback, take } = await start(['token/error-echoes-request']);
          try {
            await connector.getUserInfo(callback, take);
          } catch (error) {
            const shown = JSON.stringify(Object.entries(Object(error)));
            expect(shown).not.toContain(github.clientSecret);
            expect(shown).not.toContain(callback.get('code'));
            throw error;
          }
        },
      ],
    },
    'revocation-pretended': {
      refusedWith: 'not_implemented',
      attempts: (['ghr_a-refresh-token', 'any'] as const).map((token) => async () => {
        const github = await testGithub();
        try {
          await (await connectorTo(github)).revokeToken(token, token === 'any' ? 'refresh_token' : undefined);
        } finally {
          expect(github.calls.revocation).toBe(0);
        }
      }),
    },
    'request-smuggled': {
      harmless: 'framed by its length, and one request',
      attempts: [
        async () => {
          const github = await testGithub();
          const connector = await connectorTo(github);
          const smuggled = '\r\n\r\nGET /api/v3/user HTTP/1.1\r\nHost: github.example.test\r\n\r\n';
          await expect(connector.revokeToken(smuggled)).rejects.toMatchObject({ code: 'invalid_request_parameters' });
          await connector.revokeToken('gho_unknown');
          const seen = github.requests.map(({ method, body, headers }) => [
            method,
            JSON.parse(body),
            Number(headers['content-length']) === Buffer.byteLength(body),
          ]);
          expect(seen).toEqual([
            ['DELETE', { access_token: smuggled }, true],
            ['DELETE', { access_token: 'gho_unknown' }, true],
          ]);
        },
      ],
    },
    'environment-steers': {
      harmless: 'never read',
      attempts: [
        async () => {
          const github = await testGithub();
          const { issuer } = await withHostileEnvironment(github.trap.origin, async () => {
            const connector = await connectorTo(github);
            const { callback, take } = await begin(github, connector);
            return connector.getUserInfo(callback, take);
          });
          expect(issuer).toBe(github.issuer);
          expect(github.trap.requests).toEqual([]);
        },
        async () => {
          const https = (await issueCertificates()).selfSigned;
          const github = await testGithub({ https });
          const connector = await connectorTo(github);
          const refresh = async () => connector.getAccessTokenByRefreshToken('ghr_token');
          await withHostileEnvironment(github.trap.origin, async () =>
            expect(refresh()).rejects.toMatchObject({ code: 'provider_unavailable' }),
          );
          expect(github.calls.token).toBe(0);
        },
      ],
    },
    'private-address': {
      refusedWith: 'egress_refused',
      // oxfmt-ignore
      attempts: enterprises([
        'https://127.0.0.2', 'https://[::1]', 'https://0.0.0.0', 'https://10.1.2.3', 'https://169.254.169.254',
        'https://[64:ff9b::a9fe:a9fe]', 'https://2130706434', 'https://0x7f000002', 'https://0177.0.0.2',
        'https://192.168.1.1:8443', 'http://127.0.0.1:8080',
      ]),
    },
    'private-name': {
      refusedWith: 'egress_refused',
      attempts: [
        ...enterprises(['https://localhost', 'https://github.internal', 'https://printer.local', 'https://intranet']),
        ...enterprises(['https://github.example.test'], { egress: { lookup: async () => [{ address: '10.0.0.1' }] } }),
      ],
    },
    'plain-http': { refusedWith: 'invalid_config', attempts: enterprises(['http://github.example.test']) },
    'credentials-in-url': {
      refusedWith: 'invalid_config',
      attempts: enterprises(['https://user:password@github.example.test', 'https://user@github.example.test']),
    },
  },
  cannotMeet: {
    'mark-of-another-path': 'no paths are configured',
    'iss-missing': 'GitHub does not announce that it sends one',
    'reserved-parameters':
      'no extra parameters are configured; login_hint becomes login, which only suggests an account',
    'alg-none': noIdToken,
    'hs256-public-key': noIdToken,
    'hs256-published-key': noIdToken,
    'alg-not-allowed': noIdToken,
    'crit-unknown': noIdToken,
    'key-in-header': noIdToken,
    'bad-signature': noIdToken,
    'unknown-kid-storm': noIdToken,
    'aud-wrong': noIdToken,
    'azp-wrong': noIdToken,
    'token-issuer-wrong': noIdToken,
    'tid-not-bound': noIdToken,
    'token-times': noIdToken,
    'at-hash-wrong': noIdToken,
    'nonce-wrong': noIdToken,
    'userinfo-other-subject': 'the profile is the only source of the subject',
    'userinfo-unsigned': noIdToken,
  },
});
