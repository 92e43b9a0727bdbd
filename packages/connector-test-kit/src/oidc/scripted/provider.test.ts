import { randomBytes } from 'node:crypto';
import * as oauth from 'oauth4webapi';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { beginSignIn, finishSignIn, insecure, redeem, redirectUri } from '../../testing/openid-client.ts';
import { issueCertificates } from '../../tls.ts';
import { openBrowser } from '../browser.ts';
import { type ScriptedProvider, type ScriptedProviderOptions, startScriptedProvider } from './provider.ts';

let provider: ScriptedProvider;
const others: ScriptedProvider[] = [];

/** One with other options, closed after the test. */
async function startOther(options: ScriptedProviderOptions): Promise<ScriptedProvider> {
  const other = await startScriptedProvider(options);
  others.push(other);
  return other;
}

beforeAll(async () => {
  provider = await startScriptedProvider();
});

afterEach(async () => {
  provider.reset();
  await Promise.all(others.splice(0).map((other) => other.close()));
});

afterAll(() => provider.close());

async function signIn(fake: ScriptedProvider, setup?: Parameters<typeof finishSignIn>[3]) {
  const begun = await beginSignIn(fake);
  return finishSignIn(fake, await fake.callbackFor(begun.url), begun, setup);
}

async function errorOf(response: Response): Promise<[status: number, error: unknown]> {
  const body: unknown = await response.json();
  return [response.status, typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined];
}

const claimsOf = (token: string): unknown => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

describe('startScriptedProvider', () => {
  it('is honest until told otherwise', async () => {
    const { claims, userInfo, tokens } = await signIn(provider);
    expect(claims).toMatchObject({ sub: 'ada-1815', email: 'ada@example.test', email_verified: true });
    expect(claims).not.toHaveProperty('phone_number');
    expect(userInfo).toMatchObject({ sub: 'ada-1815', name: 'Ada Lovelace' });
    expect(tokens.refresh_token).toMatch(/^refresh-/);
    expect(provider.trap.requests).toEqual([]);
  });

  it.each(['PS256', 'ES256', 'EdDSA'] as const)('signs with %s', async (algorithm) => {
    const other = await startOther({ algorithm });
    const { claims } = await signIn(other, { client: { id_token_signed_response_alg: algorithm } });
    expect(claims?.sub).toBe('ada-1815');
  });

  it.each(['client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none'] as const)(
    'takes and records client authentication by %s',
    async (method) => {
      const keys = await oauth.generateKeyPair('ES256', { extractable: true });
      const clientKey = await crypto.subtle.exportKey('jwk', keys.publicKey);
      const clientSecret = `:+ %&=${randomBytes(8).toString('base64')}`;
      const other = await startOther({ clientKey, clientSecret, publicClient: true, clientId: 'odd:client+id' });
      const authentication = {
        client_secret_basic: oauth.ClientSecretBasic(clientSecret),
        client_secret_post: oauth.ClientSecretPost(clientSecret),
        client_secret_jwt: oauth.ClientSecretJwt(clientSecret),
        private_key_jwt: oauth.PrivateKeyJwt(keys.privateKey),
        none: oauth.None(),
      }[method];
      await signIn(other, { authentication });
      const request = other.requests.find(({ endpoint }) => endpoint === 'token');
      expect(request?.clientAuthentication).toBe(method);
      expect(request?.form.get('redirect_uri')).toBe(redirectUri);
    },
  );

  it('refuses a wrong secret before it looks at the code', async () => {
    const wrong = { ...provider, clientSecret: 'wrong' };
    expect(await errorOf(await redeem(wrong, 'bogus', 'bogus'))).toEqual([401, 'invalid_client']);
    expect(await errorOf(await redeem(provider, 'bogus', 'bogus'))).toEqual([400, 'invalid_grant']);
  });

  it('refuses an assertion that is for somebody else, and a client without proof', async () => {
    const form = { grant_type: 'refresh_token', refresh_token: 'x', client_id: provider.clientId };
    const post = (fields: Record<string, string>) =>
      fetch(`${provider.issuer}/token`, { method: 'POST', body: new URLSearchParams({ ...form, ...fields }) });
    expect(await errorOf(await post({}))).toEqual([401, 'invalid_client']);
    const as = { issuer: 'https://elsewhere.test', token_endpoint: 'https://elsewhere.test/token' };
    const elsewhere = new URLSearchParams();
    await oauth.ClientSecretJwt(provider.clientSecret)(as, { client_id: provider.clientId }, elsewhere, new Headers());
    expect(await errorOf(await post(Object.fromEntries(elsewhere)))).toEqual([401, 'invalid_client']);
  });

  it('refuses a used code, a wrong verifier and another redirect URI', async () => {
    const code = async (extra?: Record<string, string>) => {
      const begun = await beginSignIn(provider, extra);
      return [(await provider.callbackFor(begun.url)).searchParams.get('code') ?? '', begun.verifier] as const;
    };
    const used = await code();
    expect((await redeem(provider, ...used)).status).toBe(200);
    expect(await errorOf(await redeem(provider, ...used))).toEqual([400, 'invalid_grant']);
    const [fresh] = await code();
    expect(await errorOf(await redeem(provider, fresh, 'w'.repeat(43)))).toEqual([400, 'invalid_grant']);
    const elsewhere = await code({ redirect_uri: 'http://127.0.0.1:9/elsewhere' });
    expect(await errorOf(await redeem(provider, ...elsewhere))).toEqual([400, 'invalid_grant']);
  });

  it('kills the tokens of a code that comes twice', async () => {
    const begun = await beginSignIn(provider);
    const callback = await provider.callbackFor(begun.url);
    const { tokens } = await finishSignIn(provider, callback, begun);
    await redeem(provider, callback.searchParams.get('code') ?? '', begun.verifier);
    const answer = await fetch(`${provider.issuer}/userinfo`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    expect(answer.status).toBe(401);
  });

  it.each([
    ['code_challenge', undefined],
    ['code_challenge_method', 'plain'],
    ['response_type', 'token'],
  ])('sends the browser back with an error when %s is %s', async (name, value) => {
    const { url, state } = await beginSignIn(provider);
    if (value === undefined) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
    const callback = await provider.callbackFor(url);
    expect(callback.searchParams.get('error')).toBe('invalid_request');
    expect(callback.searchParams.get('state')).toBe(state);
    expect(callback.searchParams.has('code')).toBe(false);
  });

  it('refuses repeated parameters and an unknown client', async () => {
    const { url } = await beginSignIn(provider);
    const repeated = new URL(url);
    repeated.searchParams.append('state', 'again');
    expect((await provider.callbackFor(repeated)).searchParams.get('error_description')).toBe('state is repeated');
    url.searchParams.set('client_id', 'unknown');
    await expect(provider.callbackFor(url)).rejects.toThrow('Unknown client_id');
  });

  it('refreshes and revokes', async () => {
    const { tokens } = await signIn(provider);
    const { server } = await beginSignIn(provider);
    const client = { client_id: provider.clientId };
    const authentication = oauth.ClientSecretPost(provider.clientSecret);
    const refresh = () =>
      oauth.refreshTokenGrantRequest(server, client, authentication, tokens.refresh_token ?? '', insecure);
    const refreshed = await oauth.processRefreshTokenResponse(server, client, await refresh());
    expect(refreshed.access_token).not.toBe(tokens.access_token);
    const revoke = () => oauth.revocationRequest(server, client, authentication, tokens.refresh_token ?? '', insecure);
    await oauth.processRevocationResponse(await revoke());
    await oauth.processRevocationResponse(await revoke());
    expect(await errorOf(await refresh())).toEqual([400, 'invalid_grant']);
  });

  it('sends the browser back after a sign-out', async () => {
    const url = new URL(`${provider.issuer}/end-session`);
    url.search = new URLSearchParams({ post_logout_redirect_uri: 'http://127.0.0.1:9/bye', state: 's' }).toString();
    const page = await openBrowser().get(url);
    expect(page.location?.href).toBe('http://127.0.0.1:9/bye?state=s');
  });

  it('counts requests per endpoint', async () => {
    await signIn(provider);
    expect(provider.calls).toEqual({
      discovery: 1,
      jwks: 1,
      authorize: 1,
      token: 1,
      userinfo: 1,
      revocation: 0,
      end_session: 0,
    });
    provider.reset();
    expect(provider.calls.token).toBe(0);
    expect(provider.requests).toEqual([]);
  });

  it('signs with a new key after a rotation', async () => {
    const other = await startOther({ algorithm: 'ES256' });
    const keyIds = async () => {
      const document: unknown = await (await fetch(`${other.issuer}/jwks`)).json();
      return JSON.stringify(document).match(/"kid":"[^"]*"/g);
    };
    const before = await keyIds();
    await other.rotateKeys();
    expect(await keyIds()).not.toEqual(before);
    const { claims } = await signIn(other, { client: { id_token_signed_response_alg: 'ES256' } });
    expect(claims?.sub).toBe('ada-1815');
  });

  it('makes ID tokens outside a sign-in, as the variants want them', () => {
    expect(claimsOf(provider.issueIdToken({ nonce: 'n', azp: 'a' }))).toMatchObject({
      nonce: 'n',
      azp: 'a',
      sub: 'ada-1815',
    });
    provider.use('id-token/sub-empty');
    expect(claimsOf(provider.issueIdToken())).toMatchObject({ sub: '' });
  });

  it('combines variants, takes one of a test, and becomes honest again', async () => {
    const callbackParameters = async () => {
      const { url } = await beginSignIn(provider);
      return (await provider.callbackFor(url)).searchParams;
    };
    provider.use('callback/iss-empty', {
      description: 'A state of this test.',
      callback: (parameters) => new URLSearchParams([...parameters, ['added', 'yes']]),
    });
    const parameters = await callbackParameters();
    expect([parameters.get('iss'), parameters.get('added')]).toEqual(['', 'yes']);
    provider.use();
    expect((await callbackParameters()).get('iss')).toBe(provider.issuer);
  });

  it('answers discovery below any path, and 404 elsewhere', async () => {
    const below = await fetch(`${provider.issuer}/tenant/v2.0/.well-known/openid-configuration`);
    expect(await below.json()).toMatchObject({ issuer: provider.issuer });
    expect((await fetch(`${provider.issuer}/elsewhere`)).status).toBe(404);
  });

  it('tells what broke when a variant of a test throws', async () => {
    provider.use({
      description: 'Broken.',
      discovery: () => {
        throw new Error('a mistake in the test');
      },
    });
    const answer = await fetch(`${provider.issuer}/.well-known/openid-configuration`);
    expect([answer.status, await answer.text()]).toEqual([500, 'The script failed: a mistake in the test']);
  });

  it('speaks https', async () => {
    const { key, cert } = await issueCertificates();
    const other = await startOther({ https: { key, cert } });
    const page = await openBrowser().get(new URL(`${other.issuer}/.well-known/openid-configuration`));
    expect(JSON.parse(page.body)).toMatchObject({ issuer: other.issuer, jwks_uri: `${other.issuer}/jwks` });
  });

  it('closes while an answer is still under way', async () => {
    const other = await startScriptedProvider();
    other.use('discovery/slow');
    const answer = await fetch(`${other.issuer}/.well-known/openid-configuration`);
    await other.close();
    await expect(answer.text()).rejects.toThrow();
  });
});
