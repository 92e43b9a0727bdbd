import type { UnsignedToken } from '@jackfield/connector-test-kit/oidc';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getEndSessionUri } from './end-session.ts';
import { validateNativeIdToken } from './native-id-token.ts';
import {
  clientFor,
  createTestRuntime,
  type ScriptedProvider,
  signIn,
  startScriptedProvider,
} from './testing/harness.ts';
import { refreshTokens, revokeToken } from './token-management.ts';

const runtime = createTestRuntime(400);
let provider: ScriptedProvider;

beforeAll(async () => {
  provider = await startScriptedProvider();
});
beforeEach(() => provider.reset());
afterAll(async () => {
  await runtime.close();
  await provider.close();
});

const refusal = (code: string) => expect.objectContaining({ code });
const client = () => clientFor(provider, { runtime }, { scope: 'openid offline_access' });

describe('refreshing', () => {
  it('gives new tokens', async () => {
    const { tokens } = await signIn(client(), provider);
    const renewed = await refreshTokens(client(), tokens.refresh_token ?? '');
    expect(renewed.access_token).toBeTruthy();
    expect(renewed.access_token).not.toBe(tokens.access_token);
  });

  it('refuses a token that the provider refuses, and an empty one before asking', async () => {
    await expect(refreshTokens(client(), 'never-issued')).rejects.toEqual(refusal('social_invalid_access_token'));
    provider.reset();
    await expect(refreshTokens(client(), '')).rejects.toEqual(refusal('invalid_request_parameters'));
    expect(provider.calls.token).toBe(0);
  });

  it('attack: a refreshed ID token with a bad signature, of another issuer, for another client', async () => {
    const { tokens } = await signIn(client(), provider);
    for (const variant of ['id-token/bad-signature', 'id-token/iss-other', 'id-token/aud-other'] as const) {
      provider.use(variant);
      const refreshed = refreshTokens(client(), tokens.refresh_token ?? '');
      await expect(refreshed).rejects.toEqual(refusal('social_invalid_id_token'));
      provider.use();
    }
  });

  it('accepts a refreshed ID token that repeats the nonce', async () => {
    const { tokens } = await signIn(client(), provider);
    const repeats = {
      description: 'A nonce at refresh.',
      idToken: (token: UnsignedToken) => ({ ...token, claims: { ...token.claims, nonce: 'first' } }),
    };
    provider.use(repeats);
    expect((await refreshTokens(client(), tokens.refresh_token ?? '')).access_token).toBeTruthy();
  });
});

describe('revoking', () => {
  it('revokes once and again', async () => {
    const { tokens } = await signIn(client(), provider);
    await revokeToken(client(), tokens.refresh_token ?? '', 'refresh_token');
    await revokeToken(client(), tokens.refresh_token ?? '');
    await expect(refreshTokens(client(), tokens.refresh_token ?? '')).rejects.toEqual(
      refusal('social_invalid_access_token'),
    );
    const [first, second] = provider.requests.filter(({ endpoint }) => endpoint === 'revocation');
    expect(first?.form.get('token_type_hint')).toBe('refresh_token');
    expect(second?.form.has('token_type_hint')).toBe(false);
  });

  it.each([
    ['revocation/status-503', 'provider_unavailable'],
    ['revocation/status-429', 'rate_limit_exceeded'],
    ['revocation/status-404', 'invalid_response'],
    ['revocation/slow', 'provider_unavailable'],
    ['revocation/gigantic', 'invalid_response'],
    ['revocation/redirect-307', 'invalid_response'],
    ['discovery/revocation-endpoint-missing', 'not_implemented'],
  ] as const)('attack: %s', async (variant, code) => {
    const own = createTestRuntime(400);
    provider.use(variant);
    await expect(revokeToken(clientFor(provider, { runtime: own }), 'some-token')).rejects.toEqual(refusal(code));
    expect(provider.trap.requests).toEqual([]);
    await own.close();
  });

  it('says that the client is wrong', async () => {
    const wrong = clientFor(
      provider,
      { runtime },
      { clientAuthentication: { method: 'client_secret_basic', clientSecret: 'x' } },
    );
    await expect(revokeToken(wrong, 'some-token')).rejects.toEqual(refusal('invalid_config'));
  });
});

describe('ending the session at the provider', () => {
  it('builds the URL', async () => {
    const uri = new URL(
      await getEndSessionUri(client(), {
        idTokenHint: 'a.b.c',
        postLogoutRedirectUri: 'https://app.example/',
        state: 's',
        uiLocales: 'fr',
      }),
    );
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      client_id: 'demo-client',
      id_token_hint: 'a.b.c',
      post_logout_redirect_uri: 'https://app.example/',
      state: 's',
      ui_locales: 'fr',
    });
  });

  it('says that the provider cannot', async () => {
    const own = createTestRuntime();
    provider.use('discovery/end-session-endpoint-missing');
    await expect(getEndSessionUri(clientFor(provider, { runtime: own }))).rejects.toEqual(refusal('not_implemented'));
    await own.close();
  });
});

describe('an ID token that came another way', () => {
  const verify = async (token: string, nonce: string | null, changes: Parameters<typeof clientFor>[2] = {}) =>
    validateNativeIdToken(clientFor(provider, { runtime }, changes), token, { nonce });

  it('is accepted with the nonce that was handed out, or without any', async () => {
    expect((await verify(provider.issueIdToken({ nonce: 'n' }), 'n')).sub).toBe('ada-1815');
    expect((await verify(provider.issueIdToken(), null)).sub).toBe('ada-1815');
  });

  it.each([
    ['another nonce', { nonce: 'other' }, 'n'],
    ['no nonce where one was handed out', {}, 'n'],
    ['a nonce where none was handed out', { nonce: 'n' }, null],
    ['another audience', { aud: 'other' }, null],
    ['an expired token', { exp: 1 }, null],
  ])('attack: %s', async (_what, claims, nonce) => {
    await expect(verify(provider.issueIdToken(claims), nonce)).rejects.toEqual(refusal('social_invalid_id_token'));
  });

  it('is accepted for the additional client ids, and for no other', async () => {
    const changes = { additionalClientIds: ['ios-app', 'android-app'] };
    expect((await verify(provider.issueIdToken({ aud: 'android-app' }), null, changes)).aud).toBe('android-app');
    const foreign = verify(provider.issueIdToken({ aud: 'windows-app' }), null, changes);
    await expect(foreign).rejects.toEqual(refusal('social_invalid_id_token'));
  });

  it('is accepted from the other names of the issuer, and from no other', async () => {
    const changes = { issuerAliases: ['id.example'] };
    expect((await verify(provider.issueIdToken({ iss: 'id.example' }), null, changes)).iss).toBe('id.example');
    const foreign = verify(provider.issueIdToken({ iss: 'evil.example' }), null, changes);
    await expect(foreign).rejects.toEqual(refusal('social_invalid_id_token'));
  });

  it('attack: a forgotten nonce counts as none', async () => {
    const token = provider.issueIdToken();
    for (const expected of [undefined, {}, { nonce: undefined }]) {
      const verified = validateNativeIdToken(clientFor(provider, { runtime }), token, expected);
      await expect(verified).rejects.toEqual(refusal('invalid_request_parameters'));
    }
  });

  it.each([undefined, null, 42, { token: 'x' }])('is refused when it is no text: %j', async (token) => {
    const verified = validateNativeIdToken(clientFor(provider, { runtime }), token, { nonce: null });
    await expect(verified).rejects.toEqual(refusal('invalid_request_parameters'));
  });
});
