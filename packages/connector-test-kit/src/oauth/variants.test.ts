import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oddVariants, readmeRows, rowsOf } from '../testing/readme-table.ts';
import { type OAuthProvider, type OAuthVariantName, oauthVariants, shapes, startOAuthProvider } from './index.ts';
import { profileVariants, tokenAnswerVariants } from './variants.ts';

describe('the variants of the OAuth 2.0 provider', () => {
  let provider: OAuthProvider;
  beforeAll(async () => {
    provider = await startOAuthProvider();
  });
  afterAll(async () => provider.close());

  it('are named in kebab-case, and each says in one sentence what the provider does', () => {
    expect(oddVariants(oauthVariants)).toEqual([]);
  });

  it('have those of the callback and the token endpoint in common with the OpenID provider, and no ID token', () => {
    const endpoints = new Set(Object.keys(oauthVariants).map((name) => name.split('/')[0]));
    expect(endpoints).toEqual(new Set(['callback', 'token', 'profile', 'userinfo', 'revocation']));
  });

  it.each(Object.keys(profileVariants) as OAuthVariantName[])('%s changes the answer', async (name) => {
    const honest = await askForProfile();
    provider.use(name);
    expect(await askForProfile()).not.toEqual(honest);
  });

  it('writes an id beyond 2^53 with all its digits', async () => {
    expect((await askForProfile()).body).toContain('"id":80351110224678913,');
  });

  async function askForProfile() {
    const url = new URL(provider.endpoints.authorize);
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: provider.clientId,
      redirect_uri: 'https://app.example.test/callback',
    }).toString();
    const code = (await provider.callbackFor(url)).searchParams.get('code') ?? '';
    const credentials = Buffer.from(`${provider.clientId}:${provider.clientSecret}`).toString('base64');
    const tokens = await fetch(provider.endpoints.token, {
      method: 'POST',
      headers: { authorization: `Basic ${credentials}` },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: 'https://app.example.test/callback',
      }),
    });
    const { access_token: token } = (await tokens.json()) as Record<string, string>;
    const answer = await fetch(provider.endpoints.userinfo, { headers: { authorization: `Bearer ${token}` } });
    provider.reset();
    return { status: answer.status, body: (await answer.text()).replace(token ?? '', 'token') };
  }
});

describe('the README', () => {
  it('lists the variants that only this provider has, and what it does', async () => {
    expect(await readmeRows('oauth-variants')).toEqual(rowsOf({ ...tokenAnswerVariants, ...profileVariants }));
  });

  it('lists every shape, and what becomes of PKCE', async () => {
    expect(await readmeRows('oauth-shapes')).toEqual(
      Object.entries(shapes).map(([name, { pkce, clientAuthentication }]) => [
        `\`${name}\``,
        pkce,
        clientAuthentication.map((way) => `\`${way}\``).join(', '),
      ]),
    );
  });
});
