import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OAuthProvider, type OAuthVariantName, oauthVariants, shapes, startOAuthProvider } from './index.ts';
import { profileVariants, tokenAnswerVariants } from './variants.ts';

const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');

describe('the variants of the OAuth 2.0 provider', () => {
  let provider: OAuthProvider;
  beforeAll(async () => {
    provider = await startOAuthProvider();
  });
  afterAll(async () => provider.close());

  it('are named in kebab-case, and each says in one sentence what the provider does', () => {
    const odd = Object.entries(oauthVariants).filter(
      ([name, { description }]) => !/^[a-z-]+\/[a-z0-9]+(-[a-z0-9]+)*$/.test(name) || !/^\S[^\n]*\.$/.test(description),
    );
    expect(odd).toEqual([]);
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
  const cellsOf = (marker: string): string[][] => {
    const table = readme.split(new RegExp(`<!-- /?${marker} -->`))[1] ?? '';
    const rows = table.split('\n').filter((line) => line.startsWith('| `'));
    return rows.map((row) => row.split(' | ').map((cell) => cell.replaceAll(/^\| *| *\|?$/g, '').trim()));
  };

  it('lists the variants that only this provider has, and what it does', () => {
    const own = Object.entries({ ...tokenAnswerVariants, ...profileVariants });
    expect(cellsOf('oauth-variants')).toEqual(own.map(([name, { description }]) => [`\`${name}\``, description]));
  });

  it('lists every shape, and what becomes of PKCE', () => {
    expect(cellsOf('oauth-shapes')).toEqual(
      Object.entries(shapes).map(([name, { pkce, clientAuthentication }]) => [
        `\`${name}\``,
        pkce,
        clientAuthentication.map((way) => `\`${way}\``).join(', '),
      ]),
    );
  });
});
