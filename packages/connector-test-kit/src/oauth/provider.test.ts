import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type OAuthPerson,
  oauthPeople,
  type OAuthProvider,
  type OAuthProviderOptions,
  type ShapeName,
  shapes,
  startOAuthProvider,
} from './index.ts';

const redirectUri = 'https://app.example.test/callback?kept=1';
const verifier = 'v'.repeat(43);
const challenge = createHash('sha256').update(verifier).digest('base64url');

const running: OAuthProvider[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map(async (provider) => provider.close()));
});
async function start(options: OAuthProviderOptions = {}): Promise<OAuthProvider> {
  const provider = await startOAuthProvider(options);
  running.push(provider);
  return provider;
}

function authorizationUrl(provider: OAuthProvider, changes: Record<string, string | undefined> = {}): URL {
  const url = new URL(provider.endpoints.authorize);
  const parameters = {
    response_type: 'code',
    client_id: provider.clientId,
    redirect_uri: redirectUri,
    state: 'a-state',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...changes,
  };
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
  return url;
}

const basic = ({ clientId, clientSecret }: OAuthProvider) => ({
  authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
});

async function post(url: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(url, { method: 'POST', headers, body: new URLSearchParams(form) });
  const text = await response.text();
  return { status: response.status, type: response.headers.get('content-type'), text };
}

async function redeem(
  provider: OAuthProvider,
  code: string,
  form: Record<string, string> = {},
  headers = basic(provider),
) {
  const grant = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier, ...form };
  return post(provider.endpoints.token, grant, headers);
}

async function tokensFor(provider: OAuthProvider, person?: OAuthPerson) {
  const callback = await provider.callbackFor(authorizationUrl(provider), person);
  const { text } = await redeem(provider, callback.searchParams.get('code') ?? '');
  return JSON.parse(text) as Record<string, string>;
}

describe('the fake OAuth 2.0 provider', () => {
  it('sends the browser back with code, state and iss, and keeps the query of the redirect URI', async () => {
    const provider = await start();
    const { searchParams } = await provider.callbackFor(authorizationUrl(provider));
    expect(Object.fromEntries(searchParams)).toEqual({
      kept: '1',
      code: expect.stringMatching(/^[\w-]{32}$/),
      state: 'a-state',
      iss: provider.origin,
    });
  });

  it('refuses a sign-in for an unknown client, without a redirect', async () => {
    const provider = await start();
    await expect(provider.callbackFor(authorizationUrl(provider, { client_id: 'x' }))).rejects.toThrow('400');
  });

  it('takes a code once, from its client, for its redirect URI, with its verifier', async () => {
    const provider = await start();
    const codeOf = async () => (await provider.callbackFor(authorizationUrl(provider))).searchParams.get('code') ?? '';
    expect((await redeem(provider, await codeOf(), { code_verifier: 'w'.repeat(43) })).text).toContain('invalid_grant');
    expect((await redeem(provider, await codeOf(), { redirect_uri: 'https://x.test' })).text).toContain(
      'invalid_grant',
    );
    expect((await redeem(provider, await codeOf(), {}, { authorization: 'Basic eDp5' })).status).toBe(401);
    const code = await codeOf();
    expect((await redeem(provider, code)).status).toBe(200);
    expect((await redeem(provider, code)).text).toContain('invalid_grant');
  });

  it('wants a verifier for a sign-in with a challenge, and none for one without', async () => {
    const provider = await start();
    const withChallenge = await provider.callbackFor(authorizationUrl(provider));
    const without = await provider.callbackFor(
      authorizationUrl(provider, { code_challenge: undefined, code_challenge_method: undefined }),
    );
    const redeemWithout = async (callback: URL) =>
      redeem(provider, callback.searchParams.get('code') ?? '', { code_verifier: '' });
    expect((await redeemWithout(withChallenge)).text).toContain('invalid_grant');
    expect((await redeemWithout(without)).status).toBe(200);
  });

  it('tells who signed in, also when two sign-ins run at the same time', async () => {
    const provider = await start();
    const people = [oauthPeople.verified, oauthPeople.unverified];
    const tokens = await Promise.all(people.map(async (person) => tokensOf(provider, person)));
    for (const [index, { access_token: token }] of tokens.entries()) {
      const answer = await fetch(provider.endpoints.userinfo, { headers: { authorization: `Bearer ${token}` } });
      expect(await answer.text()).toContain(`"id":${people[index]?.id},`);
    }
  });

  it('refreshes and revokes', async () => {
    const provider = await start();
    const { refresh_token: refreshToken = '' } = await tokensFor(provider);
    const refresh = async () =>
      post(provider.endpoints.token, { grant_type: 'refresh_token', refresh_token: refreshToken }, basic(provider));
    expect((await refresh()).status).toBe(200);
    const revocation = await post(provider.endpoints.revocation ?? '', { token: refreshToken }, basic(provider));
    expect(revocation.status).toBe(200);
    expect((await refresh()).text).toContain('invalid_grant');
  });

  it('takes an access token in one place only', async () => {
    const provider = await start();
    const { access_token: token = '' } = await tokensFor(provider);
    const { userinfo } = provider.endpoints;
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${userinfo}?access_token=${token}`)).status).toBe(200);
    expect((await post(userinfo, { access_token: token })).status).toBe(200);
    expect((await fetch(`${userinfo}?access_token=${token}`, { headers })).status).toBe(401);
    expect((await fetch(userinfo)).status).toBe(401);
  });

  it('answers as its variants say until it is reset, and forgets everything then', async () => {
    const provider = await start();
    provider.use('token/form');
    const callback = await provider.callbackFor(authorizationUrl(provider));
    const answer = await redeem(provider, callback.searchParams.get('code') ?? '');
    expect(answer.type).toContain('x-www-form-urlencoded');
    expect(new URLSearchParams(answer.text).get('token_type')).toBe('Bearer');
    expect(provider.calls).toEqual({ authorize: 1, token: 1, userinfo: 0, revocation: 0 });
    provider.reset();
    expect(provider.calls).toEqual({ authorize: 0, token: 0, userinfo: 0, revocation: 0 });
    expect((await tokensFor(provider)).token_type).toBe('Bearer');
  });
});

describe.each(Object.entries(shapes) as [ShapeName, (typeof shapes)[ShapeName]][])('the shape %s', (name, shape) => {
  it('names the pages that describe it', () => {
    expect(shape.documentation.length).toBeGreaterThan(0);
    for (const page of shape.documentation) expect(page).toMatch(/^https:\/\/\S+$/);
  });

  it('treats PKCE as it says', async () => {
    const provider = await start({ shape: name });
    const plain = await provider.callbackFor(authorizationUrl(provider, { code_challenge_method: 'plain' }));
    expect(plain.searchParams.has('code')).toBe(shape.pkce === 'ignored');
    const none = { code_challenge: undefined, code_challenge_method: undefined };
    const without = await provider.callbackFor(authorizationUrl(provider, none));
    expect(without.searchParams.has('code')).toBe(shape.pkce !== 'required');
    expect(without.searchParams.get('iss')).toBe(shape.sendsIssuer ? provider.origin : null);
  });

  it('takes the ways of client authentication that it says, and no other', async () => {
    for (const way of ['client_secret_basic', 'client_secret_post', 'none'] as const) {
      const provider = await start({ shape: name, publicClient: true });
      const callback = await provider.callbackFor(authorizationUrl(provider));
      const { clientId, clientSecret } = provider;
      const form: Record<string, string> = way === 'client_secret_basic' ? {} : { client_id: clientId };
      const secret: Record<string, string> = way === 'client_secret_post' ? { client_secret: clientSecret } : {};
      const headers = way === 'client_secret_basic' ? basic(provider) : {};
      const grant = { grant_type: 'authorization_code', redirect_uri: redirectUri, code_verifier: verifier };
      const code = callback.searchParams.get('code') ?? '';
      const answer = await post(provider.endpoints.token, { ...grant, code, ...form, ...secret }, headers);
      expect(answer.text.includes('"access_token"'), way).toBe(shape.clientAuthentication.includes(way));
    }
  });

  it('does not know a token that it never issued', async () => {
    const provider = await start({ shape: name });
    const answer = await fetch(provider.endpoints.userinfo, { headers: { authorization: 'Bearer unknown' } });
    expect(answer.status).toBe(shape.unauthorized.status);
    expect(await answer.text()).toBe(shape.unauthorized.body);
  });
});

async function tokensOf(provider: OAuthProvider, person: OAuthPerson) {
  const url = authorizationUrl(provider, { state: `state-of-${person.id}` });
  const callback = await provider.callbackFor(url, person);
  return JSON.parse((await redeem(provider, callback.searchParams.get('code') ?? '')).text) as Record<string, string>;
}
