import { generateKeyPairSync } from 'node:crypto';
import { ConnectorError, type Runtime, type SocialSession } from '@jackfield/connector-kit';
import { type OAuthProvider, oauthPeople, startOAuthProvider } from '@jackfield/connector-test-kit/oauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createOAuthStandard, type OAuthStandardConfig } from './index.ts';
import { configFor, createFor, createTestRuntime, redirectUri, signIn } from './testing/harness.ts';

let provider: OAuthProvider;
let runtime: Runtime;
beforeAll(async () => {
  provider = await startOAuthProvider();
  runtime = createTestRuntime();
});
beforeEach(() => provider.reset());
afterAll(async () => {
  await provider.close();
  await runtime.close();
});

const create = async (changes?: Partial<OAuthStandardConfig>) => createFor(provider, runtime, changes);
const enter = async (changes?: Partial<OAuthStandardConfig>) => signIn(await create(changes), provider);
const refusal = (code: string) => expect.objectContaining({ code });
const { verified, unverified } = oauthPeople;

describe('a sign-in', () => {
  it('gives the person, the tokens and the answer as it came', async () => {
    const { userInfo, tokenResponse } = await enter();
    const { id, name, email, picture } = verified;
    expect(userInfo).toEqual({
      id,
      issuer: provider.origin,
      email,
      name,
      avatar: picture,
      rawData: { id, name, email, email_verified: true, picture },
    });
    expect(tokenResponse).toMatchObject({ token_type: 'Bearer', refresh_token: expect.stringContaining('refresh') });
  });

  it('makes two calls: one to the token endpoint, one for the profile', async () => {
    await enter();
    expect(provider.calls).toEqual({ authorize: 1, token: 1, userinfo: 1, revocation: 0 });
  });

  it('names the origin of the token endpoint as the issuer when none is configured', async () => {
    const { issuer: _, ...config } = configFor(provider);
    const connector = await createOAuthStandard({ config, runtime });
    expect((await signIn(connector, provider)).userInfo.issuer).toBe(new URL(provider.endpoints.token).origin);
  });

  it('reads only what the profile mapping names', async () => {
    const { userInfo } = await enter({ profile: { id: 'email' } });
    expect(userInfo).toEqual({ id: verified.email, issuer: provider.origin, rawData: expect.anything() });
  });

  it('attack: an unverified e-mail never reaches email (nOAuth)', async () => {
    const { userInfo } = await signIn(await create(), provider, { person: unverified });
    expect(userInfo).toMatchObject({ unverifiedEmail: unverified.email });
    expect(userInfo.email).toBeUndefined();
  });

  it('attack: an address whose mark the configuration does not name is not verified', async () => {
    const { userInfo } = await enter({ profile: { id: 'id', email: 'email' } });
    expect(userInfo).toMatchObject({ unverifiedEmail: verified.email });
    expect(userInfo.email).toBeUndefined();
  });

  it('attack: the mark of one address blesses another', async () => {
    provider.use({
      description: 'Two addresses, one of them verified.',
      userInfo: ({ id }) => ({
        id,
        email_verified: true,
        login: { email: 'victim@example.test', verified: false },
      }),
    });
    const profile = { id: 'id', email: 'login.email', emailVerified: 'login.verified' };
    expect((await enter({ profile })).userInfo).toMatchObject({ unverifiedEmail: 'victim@example.test' });
  });

  it('treats unmarked addresses as verified only when told to, and marked ones never', async () => {
    const profile = { id: 'id', email: 'email' };
    expect((await enter({ profile, treatEmailAsVerified: true })).userInfo.email).toBe(verified.email);
    provider.use('profile/email-verified-false');
    expect((await enter({ treatEmailAsVerified: true })).userInfo.email).toBeUndefined();
  });

  it('gives a phone number only with its mark', async () => {
    provider.use({
      description: 'Has a phone number.',
      userInfo: ({ id }) => ({ id, contact: { phone: '+14155550100', ok: true } }),
    });
    const phone = 'contact.phone';
    expect((await enter({ profile: { id: 'id', phone } })).userInfo.phone).toBeUndefined();
    const { userInfo } = await enter({ profile: { id: 'id', phone, phoneVerified: 'contact.ok' } });
    expect(userInfo.phone).toBe('+14155550100');
  });

  it('attack: a path reaches what an object inherits', async () => {
    await expect(enter({ profile: { id: 'constructor.name' } })).rejects.toEqual(refusal('invalid_response'));
    await expect(enter({ profile: { id: '__proto__.constructor.name' } })).rejects.toEqual(refusal('invalid_response'));
  });

  it('fills the address of the avatar, and encodes what it fills in', async () => {
    const avatar = 'https://cdn.example.test/{id}/{avatar.hash}.png';
    const withHash = (hash: unknown) => {
      provider.use({ description: 'Has an avatar.', userInfo: ({ id }) => ({ id, avatar: { hash } }) });
      return enter({ profile: { id: 'id', avatar } });
    };
    expect((await withHash('abc')).userInfo.avatar).toBe(`https://cdn.example.test/${verified.id}/abc.png`);
    expect((await withHash('../../x?')).userInfo.avatar).toBe(
      `https://cdn.example.test/${verified.id}/..%2F..%2Fx%3F.png`,
    );
    expect((await withHash(null)).userInfo.avatar).toBeUndefined();
  });

  it('asks without a scope when none is configured', async () => {
    const { scope: _, ...config } = configFor(provider);
    const connector = await createOAuthStandard({ config, runtime });
    const url = new URL(await connector.getAuthorizationUri({ redirectUri }, () => {}));
    expect(url.searchParams.has('scope')).toBe(false);
  });
});

describe('the endpoints', () => {
  it('may carry a query of their own, which stays', async () => {
    const withQuery = (url: string) => `${url}?tenant=a%20b&fields=x,y`;
    await enter({
      authorizationEndpoint: withQuery(provider.endpoints.authorize),
      tokenEndpoint: withQuery(provider.endpoints.token),
      userInfo: { endpoint: withQuery(provider.endpoints.userinfo) },
    });
    const queries = provider.requests.map(({ url }) => [
      url.searchParams.get('tenant'),
      url.searchParams.get('fields'),
    ]);
    expect(queries).toEqual([
      ['a b', 'x,y'],
      ['a b', 'x,y'],
      ['a b', 'x,y'],
    ]);
  });

  it('attack: the query of the authorization endpoint overrides a reserved parameter', async () => {
    const query = new URLSearchParams({
      client_id: 'evil',
      redirect_uri: 'https://evil.test',
      state: 'x',
      scope: 'admin',
    });
    query.set('code_challenge', 'x');
    query.set('response_type', 'token');
    const connector = await create({ authorizationEndpoint: `${provider.endpoints.authorize}?${query.toString()}` });
    const { searchParams } = new URL(await connector.getAuthorizationUri({ redirectUri }, () => {}));
    for (const [name, value] of query) expect(searchParams.getAll(name)).not.toContain(value);
    expect((await signIn(connector, provider)).userInfo.id).toBe(verified.id);
  });

  it('refresh and revoke, also at a refresh endpoint of its own', async () => {
    for (const refreshEndpoint of [undefined, `${provider.endpoints.token}?refresh`]) {
      const connector = await create(refreshEndpoint === undefined ? {} : { refreshEndpoint });
      const { tokenResponse } = await signIn(connector, provider);
      const refreshToken = tokenResponse.refresh_token ?? '';
      const renewed = await connector.getAccessTokenByRefreshToken(refreshToken);
      expect(renewed.access_token).not.toBe(tokenResponse.access_token);
      expect(provider.requests.at(-1)?.url.href).toBe(refreshEndpoint ?? provider.endpoints.token);
      await connector.revokeToken(refreshToken, 'refresh_token');
      await connector.revokeToken(refreshToken, 'refresh_token');
      const again = connector.getAccessTokenByRefreshToken(refreshToken);
      await expect(again).rejects.toEqual(refusal('social_invalid_access_token'));
    }
  });

  it('says that it cannot revoke when there is no endpoint for it', async () => {
    const { revocationEndpoint: _, ...config } = configFor(provider);
    const connector = await createOAuthStandard({ config, runtime });
    await expect(connector.revokeToken('token')).rejects.toEqual(refusal('not_implemented'));
  });
});

describe('the request for the profile', () => {
  it.each([
    ['header', 'GET'],
    ['header', 'POST'],
    ['parameter', 'GET'],
    ['parameter', 'POST'],
  ] as const)('carries the token in a %s with %s, and nowhere else', async (place, method) => {
    const userInfo = { endpoint: `${provider.endpoints.userinfo}?v=2`, method, accessToken: { in: place } } as const;
    const { tokenResponse, userInfo: user } = await enter({ userInfo });
    expect(user.id).toBe(verified.id);
    const asked = provider.requests.find(({ endpoint }) => endpoint === 'userinfo');
    const token = tokenResponse.access_token;
    expect(asked?.method).toBe(method);
    expect(asked?.url.searchParams.get('v')).toBe('2');
    expect(asked?.headers.authorization).toBe(place === 'header' ? `Bearer ${token}` : undefined);
    expect(asked?.url.searchParams.get('access_token')).toBe(place === 'parameter' && method === 'GET' ? token : null);
    expect(asked?.form.get('access_token')).toBe(place === 'parameter' && method === 'POST' ? token : null);
  });

  it('uses the configured scheme and name', async () => {
    const connector = async (accessToken: { in: 'header'; scheme: string } | { in: 'parameter'; name: string }) =>
      create({ userInfo: { endpoint: provider.endpoints.userinfo, accessToken } });
    await expect(signIn(await connector({ in: 'header', scheme: 'OAuth' }), provider)).rejects.toThrow();
    expect(provider.requests.at(-1)?.headers.authorization).toMatch(/^OAuth access-/);
    await expect(signIn(await connector({ in: 'parameter', name: 'key' }), provider)).rejects.toThrow();
    expect(provider.requests.at(-1)?.url.searchParams.get('key')).toMatch(/^access-/);
  });

  it('sends the configured headers along, instead of its own of that name', async () => {
    await enter({ headers: { 'User-Agent': 'web:test:v1', 'X-Api-Version': '2' } });
    for (const { headers } of provider.requests.filter(({ endpoint }) => endpoint !== 'authorize')) {
      expect(headers).toMatchObject({ 'user-agent': 'web:test:v1', 'x-api-version': '2' });
    }
  });
});

describe('the client', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

  it.each(['client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none'] as const)(
    'proves itself by %s',
    async (method) => {
      const own = await startOAuthProvider({ clientKey: publicKey.export({ format: 'jwk' }), publicClient: true });
      onTestFinished(() => own.close());
      const clientAuthentication =
        method === 'none'
          ? { method }
          : method === 'private_key_jwt'
            ? { method, privateKey: pem, algorithm: 'ES256' as const }
            : { method, clientSecret: own.clientSecret };
      const { userInfo } = await signIn(await createFor(own, runtime, { clientAuthentication }), own);
      expect(userInfo.id).toBe(verified.id);
      expect(own.requests.find(({ endpoint }) => endpoint === 'token')?.clientAuthentication).toBe(method);
    },
  );

  it('is told by invalid_config and the field when its secret or id is wrong', async () => {
    const clientAuthentication = { method: 'client_secret_post', clientSecret: 'wrong' } as const;
    await expect(enter({ clientAuthentication })).rejects.toEqual(
      expect.objectContaining({ code: 'invalid_config', hint: expect.stringMatching(/clientId.*client secret/s) }),
    );
  });

  it('sends extra parameters with the authorization and the token request, each its own', async () => {
    await enter({ authorizationParameters: { audience: 'a' }, tokenParameters: { resource: 'b' } });
    const [authorization, token] = provider.requests;
    expect(authorization?.url.searchParams.get('audience')).toBe('a');
    expect(authorization?.url.searchParams.has('resource')).toBe(false);
    expect(token?.form.get('resource')).toBe('b');
    expect(token?.form.has('audience')).toBe(false);
  });

  it.each(['client_id', 'Client_ID', 'redirect_uri', 'state', 'scope', 'request_uri', 'login_hint', 'code_verifier'])(
    'attack: an extra parameter overrides %s',
    async (name) => {
      for (const field of ['authorizationParameters', 'tokenParameters'] as const) {
        await expect(create({ [field]: { [name]: 'evil' } })).rejects.toEqual(refusal('invalid_config'));
      }
    },
  );

  it.each(['Authorization', 'host', 'COOKIE', 'content-length', 'x\r\nevil'])(
    'attack: a header %j is configured',
    async (name) => {
      await expect(create({ headers: { [name]: 'evil' } })).rejects.toEqual(refusal('invalid_config'));
    },
  );

  it('attack: a header value breaks out of its line', async () => {
    await expect(create({ headers: { 'x-a': 'b\r\nauthorization: evil' } })).rejects.toEqual(refusal('invalid_config'));
  });

  it('turns PKCE off only by its named option', async () => {
    await enter();
    await enter({ withoutPkce: true });
    const challenges = provider.requests
      .filter(({ endpoint }) => endpoint === 'authorize')
      .map(({ url }) => url.searchParams.has('code_challenge'));
    expect(challenges).toEqual([true, false]);
  });

  it('attack: an authorization code is redeemed with the wrong verifier (PKCE)', async () => {
    const connector = await create();
    let session: SocialSession | undefined;
    const url = await connector.getAuthorizationUri({ redirectUri }, (stored) => {
      session = { ...stored, codeVerifier: 'x'.repeat(43) };
    });
    const callback = await provider.callbackFor(url);
    await expect(connector.getUserInfo(callback, () => session)).rejects.toEqual(refusal('social_auth_code_invalid'));
  });
});

describe('errors of the token endpoint', () => {
  it('are understood by the configured meaning of their codes', async () => {
    const failure = (error: unknown, status = 400) => ({
      description: 'Refuses in its own words.',
      answers: { token: () => ({ status, headers: {}, body: JSON.stringify({ error }) }) },
    });
    const tokenErrors = { '36009': 'invalid_grant', bad_client: 'invalid_client' } as const;
    provider.use(failure({ code: 36_009, message: 'Used.' }));
    await expect(enter({ tokenErrors })).rejects.toMatchObject({
      code: 'social_auth_code_invalid',
      details: { providerCode: '36009', providerDescription: 'Used.' },
    });
    provider.use(failure('bad_client'));
    await expect(enter({ tokenErrors })).rejects.toEqual(refusal('invalid_config'));
    provider.use(failure({ type: 'OAuthException', message: 'No.' }));
    await expect(enter()).rejects.toMatchObject({
      code: 'authorization_failed',
      details: { providerCode: 'OAuthException', providerDescription: 'No.' },
    });
    provider.use(failure(0, 200));
    await expect(enter()).rejects.toEqual(refusal('invalid_response'));
  });
});

describe('its configuration', () => {
  it('is validated when the connector is made, and every wrong field is named', async () => {
    const config = {
      clientSecret: 'x',
      clientAuthentication: { method: 'magic' },
      tokenEndpoint: 'http://id.example.com',
    };
    const error: unknown = await createOAuthStandard({ config: config as never }).catch((thrown: unknown) => thrown);
    expect(ConnectorError.isInstance(error) && error.issues?.map(({ path }) => path).toSorted()).toEqual([
      'authorizationEndpoint',
      'clientAuthentication.method',
      'clientId',
      'clientSecret',
      'profile',
      'tokenEndpoint',
      'userInfo',
    ]);
  });

  it('attack: an endpoint leads into the inside', async () => {
    const endpoints = ['https://169.254.169.254/latest', 'https://192.168.7.7/me', 'https://[::ffff:127.0.0.1]/me'];
    for (const endpoint of endpoints) {
      await expect(enter({ userInfo: { endpoint } })).rejects.toEqual(refusal('egress_refused'));
      await expect(enter({ tokenEndpoint: endpoint })).rejects.toEqual(refusal('egress_refused'));
    }
    for (const endpoint of ['http://169.254.169.254/', 'https://user@id.test/', 'file:///etc/passwd']) {
      await expect(create({ userInfo: { endpoint } })).rejects.toEqual(refusal('invalid_config'));
    }
  });
});
