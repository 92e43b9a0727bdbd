import { ConnectorError } from '@jackfield/connector-kit';
import {
  type OidcProvider,
  type OidcProviderOptions,
  type ScriptedProvider,
  startOidcProvider,
  startScriptedProvider,
} from '@jackfield/connector-test-kit/oidc';
import { createRuntime } from '@jackfield/egress';
import { createSealedSessions } from '@jackfield/oauth-kit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOidcStandard, type OidcStandardConfig, type OidcStandardConnector } from './index.ts';

const redirectUri = 'http://127.0.0.1:3000/callback';
const runtime = createRuntime({ egress: { privateHosts: ['127.0.0.1'], timeout: 2000 } });
afterAll(async () => runtime.close());

type Provider = Pick<OidcProvider | ScriptedProvider, 'issuer' | 'clientId' | 'clientSecret'>;

function configFor(provider: Provider, changes: Partial<OidcStandardConfig> = {}): OidcStandardConfig {
  return {
    issuer: provider.issuer,
    clientId: provider.clientId,
    clientAuthentication: { method: 'client_secret_basic', clientSecret: provider.clientSecret },
    ...changes,
  };
}

/** A sign-in with sealed cookies, as a server does it. */
async function signIn(connector: OidcStandardConnector, browse: (url: string) => Promise<URL>, request = {}) {
  const sessions = createSealedSessions({ secrets: ['a-secret-of-at-least-32-characters'] });
  const started = new Headers();
  const url = await connector.getAuthorizationUri(
    { redirectUri, ...request },
    sessions.store({ headers: {} }, started),
  );
  const cookie = started
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const callback = new Request(await browse(url), { headers: { cookie } });
  return connector.getTokenResponseAndUserInfo(callback, sessions.take(callback, new Headers()));
}

const refusal = (code: string) => expect.objectContaining({ code });

describe('with a real provider', () => {
  const providers: OidcProvider[] = [];
  afterEach(async () => {
    await Promise.all(providers.splice(0).map(async (provider) => provider.close()));
  });
  async function start(options: OidcProviderOptions = {}) {
    const provider = await startOidcProvider({ redirectUris: [redirectUri], ...options });
    providers.push(provider);
    return provider;
  }

  it.each(['userinfo', 'id_token'] as const)('signs a person in whose claims are in the %s', async (claimsIn) => {
    const provider = await start({ claimsIn });
    const connector = await createOidcStandard({ config: configFor(provider), runtime });
    const { userInfo } = await signIn(connector, async (url) => provider.signIn(url));
    expect(userInfo).toMatchObject({
      id: 'ada-1815',
      issuer: provider.issuer,
      email: 'ada@example.test',
      name: 'Ada Lovelace',
      avatar: 'https://people.example.test/ada.png',
      rawData: { sub: 'ada-1815', email: 'ada@example.test' },
    });
    expect(userInfo.unverifiedEmail).toBeUndefined();
    const asked = provider.requests.filter(({ path }) => path === '/me' || path === '/userinfo').length;
    expect(asked).toBe(claimsIn === 'userinfo' ? 1 : 0);
  });

  it('attack: an unverified e-mail never reaches email (nOAuth)', async () => {
    const provider = await start();
    const connector = await createOidcStandard({ config: configFor(provider), runtime });
    const { userInfo } = await signIn(connector, async (url) => provider.signIn(url, { sub: 'mallory-0000' }));
    expect(userInfo).toMatchObject({ id: 'mallory-0000', unverifiedEmail: 'mallory@example.test' });
    expect(userInfo.email).toBeUndefined();
  });

  it('gives a verified phone number when the scope asks for it', async () => {
    const provider = await start();
    const config = configFor(provider, { scope: 'openid phone' });
    const { userInfo } = await signIn(await createOidcStandard({ config, runtime }), async (url) =>
      provider.signIn(url),
    );
    expect(userInfo.phone).toBe('+14155550100');
  });

  it('refreshes, revokes and ends the session', async () => {
    const provider = await start({ refreshTokens: 'always' });
    const connector = await createOidcStandard({ config: configFor(provider), runtime });
    const { tokenResponse } = await signIn(connector, async (url) => provider.signIn(url));
    const renewed = await connector.getAccessTokenByRefreshToken(tokenResponse.refresh_token ?? '');
    expect(renewed.access_token).not.toBe(tokenResponse.access_token);
    const token = renewed.refresh_token ?? tokenResponse.refresh_token ?? '';
    await connector.revokeToken(token, 'refresh_token');
    await connector.revokeToken(token, 'refresh_token');
    await expect(connector.getAccessTokenByRefreshToken(token)).rejects.toEqual(refusal('social_invalid_access_token'));
    const end = new URL(await connector.getEndSessionUri({ idTokenHint: tokenResponse.id_token ?? '' }));
    expect(end.origin).toBe(provider.issuer);
    expect(end.searchParams.get('client_id')).toBe(provider.clientId);
  });

  it('attack: the person refuses', async () => {
    const provider = await start();
    const connector = await createOidcStandard({ config: configFor(provider), runtime });
    await expect(signIn(connector, async (url) => provider.signIn(url, { deny: true }))).rejects.toEqual(
      expect.objectContaining({
        code: 'authorization_failed',
        details: expect.objectContaining({ providerCode: 'access_denied' }),
      }),
    );
  });

  it('attack: the authorization code is used a second time', async () => {
    const provider = await start();
    const connector = await createOidcStandard({ config: configFor(provider), runtime });
    let session: object | undefined;
    const url = await connector.getAuthorizationUri({ redirectUri }, (stored) => {
      session = stored;
    });
    const callback = await provider.signIn(url);
    await connector.getUserInfo(callback, () => session as never);
    const again = connector.getUserInfo(callback, () => session as never);
    await expect(again).rejects.toEqual(refusal('social_auth_code_invalid'));
  });

  it('reads a form that the provider lets the browser post', async () => {
    const provider = await start();
    const connector = await createOidcStandard({ config: configFor(provider, { responseMode: 'form_post' }), runtime });
    let session: object | undefined;
    const url = await connector.getAuthorizationUri({ redirectUri }, (stored) => {
      session = stored;
    });
    const { form } = await provider.signInByForm(url);
    const posted = new Request(redirectUri, { method: 'POST', body: new URLSearchParams([...form]) });
    expect((await connector.getUserInfo(posted, () => session as never)).id).toBe('ada-1815');
  });

  it('passes every step of its diagnosis', async () => {
    const provider = await start();
    const connector = await createOidcStandard({ config: configFor(provider), runtime });
    const steps = [];
    for await (const step of connector.diagnose()) steps.push(step);
    expect(steps.filter(({ status }) => status !== 'pass')).toEqual([]);
    expect(steps.map(({ id }) => id)).toContain('client-authentication');
  });
});

describe('with a scripted provider', () => {
  let provider: ScriptedProvider;
  beforeAll(async () => {
    provider = await startScriptedProvider();
  });
  beforeEach(() => provider.reset());
  afterAll(async () => provider.close());

  const create = async (changes: Partial<OidcStandardConfig> = {}) =>
    createOidcStandard({ config: configFor(provider, changes), runtime: fresh });
  let fresh = createRuntime();
  beforeEach(() => {
    fresh = createRuntime({ egress: { privateHosts: ['127.0.0.1'], timeout: 2000 } });
    return async () => fresh.close();
  });
  const enter = async (connector: OidcStandardConnector, request = {}) =>
    signIn(connector, async (url) => provider.callbackFor(url), request);

  it('validates its configuration when it is made, and names every wrong field', async () => {
    const config = { issuer: 'http://id.example.com', clientSecret: 'x', clientAuthentication: { method: 'magic' } };
    const error: unknown = await createOidcStandard({ config: config as never }).catch((thrown: unknown) => thrown);
    expect(ConnectorError.isInstance(error) && error.issues?.map(({ path }) => path).toSorted()).toEqual([
      'clientAuthentication.method',
      'clientId',
      'clientSecret',
      'issuer',
    ]);
  });

  it('asks getConfig at every use, and validates its answer', async () => {
    const ids: string[] = [];
    const connector = await createOidcStandard({
      getConfig: async (id) => (ids.push(id) === 1 ? configFor(provider) : { issuer: 'nonsense' }),
      runtime: fresh,
    });
    await connector.getAuthorizationUri({ redirectUri }, () => {});
    await expect(connector.getAuthorizationUri({ redirectUri }, () => {})).rejects.toEqual(refusal('invalid_config'));
    expect(ids).toEqual(['oidc-standard', 'oidc-standard']);
  });

  it('makes the fewest calls: one to the token endpoint when warm', async () => {
    const connector = await create();
    await enter(connector);
    provider.reset();
    await enter(connector);
    expect(provider.calls).toEqual({
      discovery: 0,
      jwks: 0,
      authorize: 1,
      token: 1,
      userinfo: 0,
      revocation: 0,
      end_session: 0,
    });
  });

  it.each([
    ['whenNeeded', 'identity/claims-in-userinfo-only', 1],
    ['whenNeeded', 'identity/claims-in-id-token-only', 0],
    ['always', 'identity/claims-in-id-token-only', 1],
    ['never', 'identity/claims-in-userinfo-only', 0],
  ] as const)('asks for userinfo %s: %s', async (userInfo, variant, calls) => {
    provider.use(variant);
    await enter(await create({ userInfo }));
    expect(provider.calls.userinfo).toBe(calls);
  });

  it('does without a userinfo endpoint when the provider has none', async () => {
    provider.use('discovery/userinfo-endpoint-missing', 'identity/email-missing');
    expect((await enter(await create())).userInfo.id).toBe('ada-1815');
  });

  it('maps claims by nested paths, ids with all their digits', async () => {
    provider.use('identity/numeric-id');
    const { userInfo } = await enter(await create({ claims: { id: 'id', name: 'given_name' } }));
    expect(userInfo).toMatchObject({ id: '9007199254740993', name: 'Ada' });
  });

  it('attack: an id that only the userinfo has is nobody’s', async () => {
    provider.use({ description: 'An id of its own.', userInfo: (fields) => ({ ...fields, oid: 'somebody-else' }) });
    const connector = await create({ claims: { id: 'oid' }, userInfo: 'always' });
    await expect(enter(connector)).rejects.toEqual(refusal('invalid_response'));
  });

  it('attack: a mark at userinfo blesses the address of the ID token, or the other way round (CVE-2026-14781)', async () => {
    for (const variant of [
      'identity/email-in-id-token-mark-in-userinfo',
      'identity/email-in-userinfo-mark-in-id-token',
    ] as const) {
      provider.use(variant);
      const { userInfo } = await enter(await create({ userInfo: 'always' }));
      expect(userInfo).toMatchObject({ unverifiedEmail: 'ada@example.test' });
      expect(userInfo.email).toBeUndefined();
    }
  });

  it('attack: userinfo with another sub', async () => {
    provider.use('userinfo/sub-other');
    await expect(enter(await create({ userInfo: 'always' }))).rejects.toEqual(refusal('invalid_response'));
  });

  it('treats unmarked addresses as verified only when told to', async () => {
    provider.use('identity/email-verified-missing');
    expect((await enter(await create())).userInfo.email).toBeUndefined();
    expect((await enter(await create({ treatEmailAsVerified: true }))).userInfo.email).toBe('ada@example.test');
  });

  it('uses single endpoints of the configuration instead of the discovered ones', async () => {
    provider.use('discovery/token-endpoint-missing');
    const endpoints = { tokenEndpoint: `${provider.issuer}/token` };
    expect((await enter(await create({ endpoints }))).userInfo.id).toBe('ada-1815');
  });

  it('discovers nothing when authorization, token and key set are configured', async () => {
    const { issuer } = provider;
    const endpoints = {
      authorizationEndpoint: `${issuer}/authorize`,
      tokenEndpoint: `${issuer}/token`,
      jwksUri: `${issuer}/jwks`,
    };
    expect((await enter(await create({ endpoints }))).userInfo.id).toBe('ada-1815');
    expect(provider.calls.discovery).toBe(0);
  });

  describe('of many tenants (Entra)', () => {
    const tenants = (tenantIds: string[]): Partial<OidcStandardConfig> => ({
      issuer: `${provider.issuer}/organizations/v2.0`,
      tenants: { kind: 'listed', tenantIds },
    });
    const own = '11111111-1111-4111-8111-111111111111';

    it('signs people of an allowed tenant in, under the issuer of that tenant', async () => {
      provider.use('multi-tenant/good');
      expect((await enter(await create(tenants([own])))).userInfo.issuer).toBe(`${provider.issuer}/${own}/v2.0`);
    });

    it('attack: a person of another tenant', async () => {
      provider.use('multi-tenant/other-tenant');
      await expect(enter(await create(tenants([own])))).rejects.toEqual(refusal('authorization_failed'));
      expect((await enter(await create({ ...tenants([own]), tenants: { kind: 'any' } }))).userInfo.id).toBe('ada-1815');
    });

    it('attack: Entra tid not bound to iss', async () => {
      provider.use('multi-tenant/tid-not-bound');
      const connector = await create({ ...tenants([own]), tenants: { kind: 'any' } });
      await expect(enter(connector)).rejects.toEqual(refusal('social_invalid_id_token'));
    });

    it('is refused unless the configuration names its tenants', async () => {
      provider.use('multi-tenant/good');
      const connector = await create({ issuer: `${provider.issuer}/organizations/v2.0` });
      await expect(enter(connector)).rejects.toEqual(
        expect.objectContaining({ code: 'invalid_config', hint: expect.stringContaining('tenants') }),
      );
    });
  });

  it('verifies ID tokens of native SDKs', async () => {
    const connector = await create();
    const token = provider.issueIdToken({ nonce: 'handed-out' });
    expect((await connector.verifyIdToken(token, { nonce: 'handed-out' })).id).toBe('ada-1815');
    await expect(connector.verifyIdToken(token, { nonce: null })).rejects.toEqual(refusal('social_invalid_id_token'));
    for (const wrong of [{}, undefined, { nonce: undefined }]) {
      const forgotten = connector.verifyIdToken(provider.issueIdToken(), wrong as never);
      await expect(forgotten).rejects.toEqual(refusal('invalid_request_parameters'));
    }
    await expect(connector.verifyIdToken(undefined as never, { nonce: null })).rejects.toEqual(
      refusal('invalid_request_parameters'),
    );
    await expect(connector.verifyIdToken('nonsense', { nonce: null })).rejects.toEqual(
      refusal('social_invalid_id_token'),
    );
  });

  it('signs in at a provider like LinkedIn, that refuses PKCE and drops the nonce, by the named options', async () => {
    provider.use('id-token/nonce-missing', { description: 'Ignores PKCE.', ignores: ['pkce'] });
    await expect(enter(await create())).rejects.toEqual(refusal('social_invalid_id_token'));
    const connector = await create({ withoutNonce: true });
    expect((await enter(connector)).userInfo.id).toBe('ada-1815');
  });

  it('attack: an ID token signed with an algorithm that the configuration does not allow', async () => {
    await expect(enter(await create({ idTokenAlgorithms: ['ES384'] }))).rejects.toEqual(
      refusal('social_invalid_id_token'),
    );
  });

  it('asks for a sign-in of late, and checks when it was', async () => {
    const connector = await create({ maxAge: 60 });
    const url = new URL(await connector.getAuthorizationUri({ redirectUri }, () => {}));
    expect(url.searchParams.get('max_age')).toBe('60');
    const signedInAgo = (seconds: number) =>
      provider.use({
        description: 'Tells when the person signed in.',
        idToken: (token) => ({
          ...token,
          claims: { ...token.claims, auth_time: Math.floor(Date.now() / 1000) - seconds },
        }),
      });
    signedInAgo(30);
    expect((await enter(connector)).userInfo.id).toBe('ada-1815');
    signedInAgo(3600);
    await expect(enter(connector)).rejects.toEqual(refusal('social_invalid_id_token'));
  });

  it.each(['client_id', 'redirect_uri', 'state', 'nonce', 'code_challenge', 'scope', 'login_hint', 'request_uri'])(
    'attack: an extra parameter overrides %s',
    async (name) => {
      const config = configFor(provider, { authorizationParameters: { [name]: 'evil' } });
      await expect(createOidcStandard({ config, runtime })).rejects.toEqual(refusal('invalid_config'));
    },
  );

  it('sends the allowed authorization parameters along', async () => {
    const connector = await create({ authorizationParameters: { acr_values: 'strong', kc_idp_hint: 'saml' } });
    const url = new URL(await connector.getAuthorizationUri({ redirectUri }, () => {}));
    expect(url.searchParams.get('acr_values')).toBe('strong');
    expect(url.searchParams.get('kc_idp_hint')).toBe('saml');
  });

  it('warns in its diagnosis of every weakening', async () => {
    const connector = await create({ treatEmailAsVerified: true, withoutNonce: true, withoutPkce: true });
    const warnings = [];
    for await (const { id, status } of connector.diagnose()) if (status === 'warn') warnings.push(id);
    expect(warnings).toEqual(['pkce', 'nonce', 'verified-email']);
  });

  it('warns of an address path without a mark', async () => {
    const steps = [];
    for await (const step of (await create({ claims: { email: 'upn' } })).diagnose()) steps.push(step);
    expect(steps.at(-1)).toMatchObject({ id: 'verified-email', status: 'warn' });
  });

  it('finds an invalid configuration in its diagnosis', async () => {
    const connector = await createOidcStandard({ getConfig: async () => ({}), runtime: fresh });
    const steps = [];
    for await (const step of connector.diagnose()) steps.push(step);
    expect(steps).toEqual([
      expect.objectContaining({ id: 'configuration', status: 'fail', fix: expect.stringContaining('issuer') }),
    ]);
  });
});
