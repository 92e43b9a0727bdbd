import { ConnectorError, type ConnectorErrorCode, type SocialSession } from '@jackfield/connector-kit';
import type { GithubVariantName } from '@jackfield/connector-test-kit/github';
import { describe, expect, it } from 'vitest';
import { connectorTo, redirectUri, signIn, testGithub } from './testing/harness.ts';

/** Signs in at a fake with these variants, and expects the refusal. */
async function refused(code: ConnectorErrorCode, ...variants: GithubVariantName[]): Promise<ConnectorError> {
  const github = await testGithub();
  github.use(...variants);
  const error: unknown = await signIn(await connectorTo(github), github).catch((thrown: unknown) => thrown);
  if (!ConnectorError.isInstance(error)) throw new Error('The sign-in was not refused.');
  expect(error).toMatchObject({ code });
  expect(github.trap.requests).toEqual([]);
  return error;
}

async function personOf(...variants: GithubVariantName[]) {
  const github = await testGithub();
  github.use(...variants);
  return (await signIn(await connectorTo(github), github)).userInfo;
}

describe('identity', () => {
  it.each([
    'person/verified-false',
    'person/verified-false-text',
    'person/verified-true-text',
    'person/verified-one',
    'person/verified-null',
    'person/verified-object',
    'person/verified-missing',
  ] as const)('attack: an unverified e-mail never reaches email: %s', async (variant) => {
    const user = await personOf(variant);
    expect(user).toMatchObject({ unverifiedEmail: 'ada@example.test' });
    expect(user.email).toBeUndefined();
  });

  it.each(['person/primary-none', 'person/primary-text', 'person/no-addresses'] as const)(
    'attack: the mark of one address blesses another (CVE-2026-14781): %s',
    async (variant) => {
      const user = await personOf(variant);
      expect(user).toMatchObject({ unverifiedEmail: 'countess@example.test' });
      expect(user.email).toBeUndefined();
    },
  );

  it('attack: contradicting marks of one address', async () => {
    expect((await personOf('person/primary-contradicts')).email).toBeUndefined();
  });

  it.each(['person/two-in-one-address', 'person/full-width-at'] as const)(
    'attack: a verified address that is two (GHSA-7rqj-j65f-68wh): %s',
    async (variant) => {
      const user = await personOf(variant);
      expect(user.email).toBeUndefined();
      expect(user.unverifiedEmail).toBeUndefined();
    },
  );

  it.each([
    'person/id-missing',
    'person/id-null',
    'person/id-empty',
    'person/id-text',
    'person/id-object',
    'person/id-list',
    'person/id-zero',
    'person/id-negative',
    'person/id-fraction',
  ] as const)('attack: a subject that is missing, empty or no number is never made up: %s', async (variant) => {
    await refused('invalid_response', variant);
  });

  it('attack: numeric ids beyond 2^53 lose digits', async () => {
    expect((await personOf('person/id-beyond-2-53')).id).toBe('9007199254740993');
  });

  it('attack: markup, escape codes and script URLs in the profile', async () => {
    const user = await personOf('person/name-markup', 'person/avatar-script');
    expect(user.name).toBe('<script>alert(1)</script>[31m');
    expect(user.avatar).toBeUndefined();
  });

  it('attack: a login that breaks out of an address', async () => {
    await refused('invalid_response', 'person/login-path');
  });

  it('refuses addresses in a form that nothing vouches for', async () => {
    await refused('invalid_response', 'person/addresses-of-texts');
  });
});

describe('the callback', () => {
  it.each(['callback/iss-wrong', 'callback/iss-slash', 'callback/iss-case', 'callback/iss-empty'] as const)(
    'attack: a wrong iss (mix-up, RFC 9207): %s',
    async (variant) => {
      await refused('authorization_failed', variant);
    },
  );

  it('attack: a duplicated iss', async () => {
    await refused('invalid_request_parameters', 'callback/iss-duplicated');
  });

  it("passes GitHub's new valid iss, and a callback without any", async () => {
    expect((await personOf()).id).toBe('18151210');
    expect((await personOf('callback/iss-missing')).id).toBe('18151210');
  });

  it('attack: a foreign state', async () => {
    await refused('session_invalid', 'callback/state-other');
  });

  it('attack: code injection (a code of another session)', async () => {
    const github = await testGithub();
    const connector = await connectorTo(github);
    await github.callbackFor(await connector.getAuthorizationUri({ redirectUri }, () => {}), 'mallory');
    github.use('callback/code-of-first-sign-in');
    await expect(signIn(connector, github)).rejects.toMatchObject({ code: 'social_auth_code_invalid' });
  });

  it('attack: PKCE downgrade: a challenge is sent, and its verifier, whatever GitHub checks', async () => {
    const github = await testGithub();
    github.use('token/pkce-unchecked');
    await signIn(await connectorTo(github), github);
    const [authorize, token] = github.requests;
    expect(authorize?.url.searchParams.get('code_challenge_method')).toBe('S256');
    expect(new URLSearchParams(token?.body).get('code_verifier')).toMatch(/^[\w-]{43,}$/);
  });

  it.each([
    ['callback/access-denied', 'access_denied'],
    ['callback/application-suspended', 'application_suspended'],
    ['callback/redirect-uri-mismatch', 'redirect_uri_mismatch'],
    ['callback/error-not-found', 'Not Found'],
  ] as const)(
    'tells an error of the callback by authorization_failed and its code: %s',
    async (variant, providerCode) => {
      expect((await refused('authorization_failed', variant)).details).toMatchObject({ providerCode });
    },
  );

  it('attack: provider error text echoed into HTML or a log', async () => {
    const error = await refused('authorization_failed', 'callback/error-html');
    expect(`${error.message} ${error.hint} ${JSON.stringify(error)}`).not.toMatch(/script|forged/);
    expect(error.details?.providerDescription).not.toMatch(/[\r\n]/);
  });

  it('attack: the same callback twice, where GitHub would take the code again', async () => {
    const github = await testGithub();
    github.use('token/code-reusable');
    const connector = await connectorTo(github);
    let session: SocialSession | undefined;
    const url = await connector.getAuthorizationUri({ redirectUri }, (stored) => {
      session = stored;
    });
    const take = () => {
      const taken = session;
      session = undefined;
      return taken;
    };
    const callback = await github.callbackFor(url);
    const attempts = await Promise.allSettled([1, 2, 3].map(async () => connector.getUserInfo(callback, take)));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(github.calls.token).toBe(1);
  });
});

describe('answers of the token endpoint', () => {
  it.each([
    ['token/bad-verification-code', 'social_auth_code_invalid', /code/],
    ['token/incorrect-client-credentials', 'invalid_config', /clientSecret/],
    ['token/not-found', 'invalid_config', /clientId/],
    ['token/redirect-uri-mismatch', 'invalid_config', /redirect URI/],
    ['token/unverified-user-email', 'authorization_failed', /verified/],
    ['token/slow-down', 'rate_limit_exceeded', /fewer/],
    ['token/unknown-error', 'authorization_failed', /details/],
    ['token/error-beside-tokens', 'social_auth_code_invalid', /code/],
  ] as const)('attack: an error with HTTP 200: %s', async (variant, code, hint) => {
    const error = await refused(code, variant);
    expect(error.hint).toMatch(hint);
    expect(error.details?.providerCode).toMatch(/\w/);
  });

  it.each([
    'token/type-mac',
    'token/expires-in-negative',
    'token/access-token-missing',
    'token/access-token-line-break',
  ] as const)('attack: odd token answers: %s', async (variant) => {
    await refused('invalid_response', variant);
  });

  it('accepts expires_in as a text, and answers in form encoding', async () => {
    const github = await testGithub();
    const asForm = (body: string) => new URLSearchParams(Object.entries(JSON.parse(body))).toString();
    github.use('token/expires-in-text', {
      description: 'Answers with a form, whatever is asked for.',
      answers: {
        token: (answer) => ({
          ...answer,
          headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
          body: asForm(answer.body),
        }),
      },
    });
    const { tokenResponse } = await signIn(await connectorTo(github), github);
    expect(tokenResponse).toMatchObject({ expires_in: 28_800, scope: 'user:email' });
  });
});

const faultCodes = {
  html: 'invalid_response',
  text: 'invalid_response',
  empty: 'invalid_response',
  array: 'invalid_response',
  null: 'invalid_response',
  truncated: 'invalid_response',
  gigantic: 'invalid_response',
  'gzip-bomb': 'invalid_response',
  'gzip-broken': 'invalid_response',
  slow: 'provider_unavailable',
  silent: 'provider_unavailable',
  dropped: 'provider_unavailable',
  'dropped-midway': 'provider_unavailable',
  'redirect-302': 'invalid_response',
  'redirect-307': 'invalid_response',
  'status-204': 'invalid_response',
  'status-500': 'provider_unavailable',
  'status-503': 'provider_unavailable',
  'status-429': 'rate_limit_exceeded',
} as const satisfies Record<string, ConnectorErrorCode>;

describe.concurrent.each(['token', 'user', 'emails'] as const)('bodies and statuses at %s', (endpoint) => {
  // An empty list is a good answer at /user/emails.
  const faults = Object.entries(faultCodes).filter(([fault]) => endpoint !== 'emails' || fault !== 'array');
  it.each(faults)('attack: %s', async (fault, code) => {
    const github = await testGithub();
    github.use(`${endpoint}/${fault}` as GithubVariantName);
    await expect(signIn(await connectorTo(github), github)).rejects.toMatchObject({ code });
    expect(github.trap.requests).toEqual([]);
  });

  it('attack: `__proto__` keys', async () => {
    const github = await testGithub();
    github.use(`${endpoint}/prototype-keys`);
    const { userInfo } = await signIn(await connectorTo(github), github);
    expect(userInfo.id).toBe('18151210');
    expect(Object.getPrototypeOf(userInfo.rawData)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
  });
});

describe('answers of the REST API', () => {
  it('attack: an error with HTTP 200 instead of a person', async () => {
    await refused('invalid_response', 'api/error-with-200');
  });

  it('attack: a token that the API refuses', async () => {
    await refused('social_invalid_access_token', 'api/bad-credentials');
    await refused('social_invalid_access_token', 'user/status-403');
    await refused('invalid_response', 'user/status-404');
  });
});
