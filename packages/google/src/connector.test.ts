import { ConnectorError } from '@jackfield/connector-kit';
import { googlePeople } from '@jackfield/connector-test-kit/google';
import { createSealedSessions } from '@jackfield/oauth-kit';
import { describe, expect, it } from 'vitest';
import { createGoogle } from './index.ts';
import { authorizationParameters, connect, redirectUri, signIn, startGoogle } from './testing/harness.ts';

const refusal = (code: string, hint = '') => expect.objectContaining({ code, hint: expect.stringContaining(hint) });

describe('createGoogle', () => {
  it('signs a person in at the real addresses of Google', async () => {
    const google = await startGoogle();
    const connector = await connect(google);
    const { userInfo, tokenResponse } = await signIn(google, connector);
    expect(userInfo).toEqual({
      id: '110248495921238986420',
      issuer: 'https://accounts.google.com',
      email: 'ada@example.test',
      name: 'Ada Lovelace',
      avatar: 'https://people.example.test/ada=s96-c',
      rawData: expect.objectContaining({ sub: '110248495921238986420', hd: 'example.test' }),
    });
    expect(tokenResponse).toMatchObject({ token_type: 'Bearer', expires_in: 3599 });
    expect([...new Set(google.requests.map(({ url }) => url.host))]).toEqual([
      'accounts.google.com',
      'oauth2.googleapis.com',
      'www.googleapis.com',
    ]);
    expect(google.requests.find(({ endpoint }) => endpoint === 'token')?.clientAuthentication).toBe(
      'client_secret_post',
    );
  });

  it('signs a person in with sealed cookies, as a server does', async () => {
    const google = await startGoogle();
    const connector = await connect(google);
    const sessions = createSealedSessions({ secrets: ['a-secret-of-at-least-32-characters'] });
    const started = new Headers();
    const url = await connector.getAuthorizationUri({ redirectUri }, sessions.store({ headers: {} }, started));
    const cookie = started
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const callback = new Request(await google.callbackFor(url), { headers: { cookie } });
    const user = await connector.getUserInfo(callback, sessions.take(callback, new Headers()));
    expect(user.id).toBe(googlePeople.ada.sub);
  });

  it('makes one call per sign-in once discovery and keys are known, and none for userinfo', async () => {
    const google = await startGoogle();
    const connector = await connect(google);
    await signIn(google, connector);
    google.reset();
    await signIn(google, connector);
    expect(google.calls).toEqual({ discovery: 0, jwks: 0, authorize: 1, token: 1, userinfo: 0, revocation: 0 });
  });

  it('asks userinfo when the ID token lacks what was granted', async () => {
    const google = await startGoogle();
    google.use('google/claims-at-userinfo-only');
    const { userInfo } = await signIn(google, await connect(google));
    expect(userInfo).toMatchObject({ email: 'ada@example.test', name: 'Ada Lovelace' });
    expect(google.calls.userinfo).toBe(1);
  });

  it('does not ask userinfo for what was not granted', async () => {
    const google = await startGoogle();
    const { userInfo } = await signIn(google, await connect(google, { scope: 'openid' }));
    expect(userInfo).toMatchObject({ id: googlePeople.ada.sub });
    expect([userInfo.email, userInfo.name, google.calls.userinfo]).toEqual([undefined, undefined, 0]);
    await signIn(google, await connect(google), { scope: 'openid' });
    expect(google.calls.userinfo).toBe(0);
  });

  it('takes the issuer with and without its scheme, and gives one for both', async () => {
    const google = await startGoogle();
    google.use('google/issuer-without-scheme');
    const { userInfo } = await signIn(google, await connect(google));
    expect(userInfo.issuer).toBe('https://accounts.google.com');
  });

  it('follows a change of keys', async () => {
    const google = await startGoogle();
    const clock = { offset: 0, now: () => Date.now() + clock.offset };
    const connector = await connect(google, {}, { clock });
    await signIn(google, connector);
    await google.rotateKeys();
    // Google's key set stays fresh for hours; an unknown key id is looked for at most once a minute.
    clock.offset = 61_000;
    google.use({
      description: "Tokens of the connector's time.",
      idToken: (token) => ({ ...token, claims: { ...token.claims, iat: Math.floor(clock.now() / 1000) } }),
    });
    expect((await signIn(google, connector)).userInfo.id).toBe(googlePeople.ada.sub);
    expect(google.calls.jwks).toBe(2);
  });

  it('names every wrong field, and asks getConfig at every use', async () => {
    const error: unknown = await createGoogle({ config: { scope: 'email' } as never }).catch(
      (thrown: unknown) => thrown,
    );
    expect(ConnectorError.isInstance(error) && error.issues?.map(({ path }) => path).toSorted()).toEqual([
      'clientId',
      'clientSecret',
      'scope',
    ]);
    const ids: string[] = [];
    const getConfig = async (id: string) => (ids.push(id), {});
    const connector = await createGoogle({ getConfig });
    await expect(connector.getAuthorizationUri({ redirectUri }, () => {})).rejects.toEqual(refusal('invalid_config'));
    expect(ids).toEqual(['google']);
  });
});

describe('the authorization request', () => {
  it('asks for nothing beyond the standard by default', async () => {
    const connector = await connect(await startGoogle());
    const parameters = await authorizationParameters(connector);
    expect(Object.keys(parameters).toSorted()).toEqual([
      'client_id',
      'code_challenge',
      'code_challenge_method',
      'nonce',
      'redirect_uri',
      'response_type',
      'scope',
      'state',
    ]);
    expect(parameters.scope).toBe('openid email profile');
  });

  it.each([
    [{ offlineAccess: true }, undefined, { access_type: 'offline', prompt: 'consent' }],
    [{ offlineAccess: true }, 'none', { access_type: 'offline', prompt: 'none' }],
    [
      { offlineAccess: true, prompt: 'select_account' },
      undefined,
      { access_type: 'offline', prompt: 'select_account' },
    ],
    [{ prompt: 'select_account consent' }, undefined, { prompt: 'select_account consent' }],
    [{ prompt: 'consent' }, 'select_account', { prompt: 'select_account' }],
    [{ includeGrantedScopes: true }, undefined, { include_granted_scopes: 'true' }],
    [{ hostedDomains: ['example.test'] }, undefined, { hd: 'example.test' }],
    [{ hostedDomains: ['example.test', 'example.org'] }, undefined, { hd: '*' }],
  ] as const)('with %j, called with prompt %s, sends %j', async (changes, prompt, expected) => {
    const { hostedDomains, ...others } = { hostedDomains: undefined, ...changes };
    const connector = await connect(await startGoogle(), {
      ...others,
      ...(hostedDomains ? { hostedDomains: [...hostedDomains] } : {}),
    });
    const parameters = await authorizationParameters(connector, prompt === undefined ? {} : { prompt });
    const { access_type, prompt: sent, include_granted_scopes, hd } = parameters;
    expect({ access_type, prompt: sent, include_granted_scopes, hd }).toEqual(expected);
  });
});

describe('tokens', () => {
  it('gives a refresh token at every sign-in with offlineAccess', async () => {
    const google = await startGoogle();
    const connector = await connect(google, { offlineAccess: true });
    const tokens = [await signIn(google, connector), await signIn(google, connector)];
    expect(tokens.map(({ tokenResponse }) => tokenResponse.refresh_token)).toEqual([
      expect.any(String),
      expect.any(String),
    ]);
    expect((await signIn(google, connector, { prompt: 'none' })).tokenResponse.refresh_token).toBeUndefined();
  });

  it('refreshes, and validates the new ID token, which has no nonce', async () => {
    const google = await startGoogle();
    const connector = await connect(google, { offlineAccess: true });
    const { tokenResponse } = await signIn(google, connector);
    const renewed = await connector.getAccessTokenByRefreshToken(tokenResponse.refresh_token ?? '');
    expect(renewed.access_token).not.toBe(tokenResponse.access_token);
    google.use('id-token/bad-signature');
    await expect(connector.getAccessTokenByRefreshToken(tokenResponse.refresh_token ?? '')).rejects.toEqual(
      refusal('social_invalid_id_token'),
    );
  });

  it('revokes a token twice, and with it the refresh token', async () => {
    const google = await startGoogle();
    const connector = await connect(google, { offlineAccess: true });
    const { tokenResponse } = await signIn(google, connector);
    await connector.revokeToken(tokenResponse.access_token, 'access_token');
    await connector.revokeToken(tokenResponse.access_token);
    expect(google.requests.at(-1)?.url.href).toBe('https://oauth2.googleapis.com/revoke');
    await expect(connector.getAccessTokenByRefreshToken(tokenResponse.refresh_token ?? '')).rejects.toEqual(
      refusal('social_invalid_access_token'),
    );
  });
});

describe('an address that Google is not responsible for', () => {
  const mailOf = async (person: keyof typeof googlePeople, changes: object = {}, authoritativeEmailOnly = true) => {
    const google = await startGoogle();
    const connector = await connect(google, { authoritativeEmailOnly });
    const { email, unverifiedEmail } = await connector.verifyIdToken(
      google.issueIdToken({ ...googlePeople[person], ...changes, hd: undefined, ...changes }),
      { nonce: null },
    );
    return { email, unverifiedEmail };
  };
  const address = 'grace@mail.example.test';

  it('counts as verified by default, and not with authoritativeEmailOnly', async () => {
    expect(await mailOf('grace', {}, false)).toEqual({ email: address, unverifiedEmail: undefined });
    expect(await mailOf('grace')).toEqual({ email: undefined, unverifiedEmail: address });
  });

  it('stays verified at gmail.com and in an organisation', async () => {
    const gmail = 'somebody.of.these.tests@gmail.com';
    expect(await mailOf('grace', { email: gmail })).toEqual({ email: gmail, unverifiedEmail: undefined });
    expect(await mailOf('ada', { hd: 'example.test' })).toEqual({
      email: 'ada@example.test',
      unverifiedEmail: undefined,
    });
  });

  it('attack: an address that ends like gmail.com, or was not verified there', async () => {
    for (const changes of [{ email: 'x@notgmail.com' }, { email: 'x@gmail.com.evil.test' }]) {
      expect(await mailOf('grace', changes)).toEqual({ email: undefined, unverifiedEmail: changes.email });
    }
    const unverified = { email: 'x@gmail.com', email_verified: false };
    expect(await mailOf('grace', unverified)).toEqual({ email: undefined, unverifiedEmail: 'x@gmail.com' });
  });
});

describe("Google's own errors", () => {
  it.each([
    ['google/client-not-found', '"clientId"'],
    ['google/client-secret-wrong', '"clientSecret"'],
    ['google/client-unauthorized', '"clientSecret"'],
    ['google/client-deleted', 'deleted'],
    ['google/client-disabled', 'disabled'],
  ] as const)('%s names what to change', async (variant, hint) => {
    const google = await startGoogle();
    google.use(variant);
    await expect(signIn(google, await connect(google))).rejects.toEqual(refusal('invalid_config', hint));
  });

  it('tells a wrong id from a wrong secret also when a token is refreshed', async () => {
    const google = await startGoogle();
    const wrongSecret = await connect(google, { clientSecret: 'wrong' });
    await expect(wrongSecret.getAccessTokenByRefreshToken('1//x')).rejects.toEqual(
      refusal('invalid_config', '"clientSecret"'),
    );
    const wrongId = await connect(google, { clientId: 'another.apps.googleusercontent.com' });
    await expect(wrongId.getAccessTokenByRefreshToken('1//x')).rejects.toEqual(refusal('invalid_config', '"clientId"'));
  });

  it.each([
    ['access_denied', 'refused'],
    ['admin_policy_enforced', 'administrator'],
    ['org_internal', 'External'],
    ['something_new', 'details'],
  ])('a callback with error=%s says so', async (error, hint) => {
    const google = await startGoogle();
    google.use({
      description: 'An error.',
      callback: (parameters) => {
        const changed = new URLSearchParams(parameters);
        changed.delete('code');
        changed.set('error', error);
        return changed;
      },
    });
    await expect(signIn(google, await connect(google))).rejects.toEqual(
      expect.objectContaining({
        code: 'authorization_failed',
        hint: expect.stringContaining(hint),
        details: expect.objectContaining({ providerCode: error }),
      }),
    );
  });
});
