import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as oauth from 'oauth4webapi';
import { afterEach, describe, expect, it } from 'vitest';
import { beginSignIn, finishSignIn, insecure, redirectUri } from '../../testing/openid-client.ts';
import { issueCertificates } from '../../tls.ts';
import { openBrowser } from '../browser.ts';
import { walkThrough } from './sign-in.ts';
import { type OidcProvider, type OidcProviderOptions, startOidcProvider } from './provider.ts';

const running: OidcProvider[] = [];

async function start(options: OidcProviderOptions = {}): Promise<OidcProvider> {
  const provider = await startOidcProvider({ redirectUris: [redirectUri], ...options });
  running.push(provider);
  return provider;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((provider) => provider.close()));
});

describe('startOidcProvider', () => {
  it('signs the first person in, with everything that an honest client checks', async () => {
    const provider = await start();
    const begun = await beginSignIn(provider);
    const callback = await provider.signIn(begun.url);
    expect(callback.href.startsWith(`${redirectUri}?`)).toBe(true);
    expect(callback.searchParams.get('iss')).toBe(provider.issuer);
    const { tokens, claims, userInfo } = await finishSignIn(provider, callback, begun);
    expect(claims).not.toHaveProperty('email');
    expect(userInfo).toMatchObject({
      sub: 'ada-1815',
      name: 'Ada Lovelace',
      email: 'ada@example.test',
      email_verified: true,
    });
    expect(tokens.refresh_token).toBeUndefined();
  });

  it('signs a chosen person in', async () => {
    const provider = await start({ people: [{ sub: 'one' }, { sub: 'two', email: 'two@example.test' }] });
    const begun = await beginSignIn(provider);
    const { userInfo } = await finishSignIn(provider, await provider.signIn(begun.url, { sub: 'two' }), begun);
    expect(userInfo).toEqual({ sub: 'two', email: 'two@example.test' });
  });

  it('sends a refusal back', async () => {
    const provider = await start();
    const begun = await beginSignIn(provider);
    const callback = await provider.signIn(begun.url, { deny: true });
    expect(callback.searchParams.get('error')).toBe('access_denied');
    expect(callback.searchParams.get('state')).toBe(begun.state);
  });

  it('posts the callback as a form', async () => {
    const provider = await start();
    const begun = await beginSignIn(provider, { response_mode: 'form_post' });
    const { url, form } = await provider.signInByForm(begun.url);
    expect(url.href).toBe(redirectUri);
    const { claims } = await finishSignIn(provider, form, begun);
    expect(claims?.sub).toBe('ada-1815');
  });

  it.each(['RS256', 'PS256', 'ES256', 'EdDSA'] as const)('signs ID tokens with %s', async (algorithm) => {
    const provider = await start({ redirectUris: [] });
    await provider.addClient({ redirect_uris: [redirectUri], id_token_signed_response_alg: algorithm });
    const begun = await beginSignIn(provider);
    const { claims } = await finishSignIn(provider, await provider.signIn(begun.url), begun, {
      client: { id_token_signed_response_alg: algorithm },
    });
    expect(claims?.sub).toBe('ada-1815');
  });

  it.each(['client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none'] as const)(
    'takes client authentication by %s',
    async (method) => {
      const keys = await oauth.generateKeyPair('ES256', { extractable: true });
      const publicKey = { ...(await crypto.subtle.exportKey('jwk', keys.publicKey)), kid: 'client-key' };
      const provider = await start({
        redirectUris: [],
        clients: [
          {
            redirect_uris: [redirectUri],
            token_endpoint_auth_method: method,
            ...(method === 'private_key_jwt' ? { jwks: { keys: [publicKey] } } : {}),
          },
        ],
      });
      const authentication = {
        client_secret_post: oauth.ClientSecretPost(provider.clientSecret),
        client_secret_jwt: oauth.ClientSecretJwt(provider.clientSecret),
        private_key_jwt: oauth.PrivateKeyJwt({ key: keys.privateKey, kid: 'client-key' }),
        none: oauth.None(),
      }[method];
      const begun = await beginSignIn(provider);
      const { claims } = await finishSignIn(provider, await provider.signIn(begun.url), begun, { authentication });
      expect(claims?.sub).toBe('ada-1815');
    },
  );

  it('puts claims into the ID token when told to', async () => {
    const provider = await start({ claimsIn: 'id_token' });
    const begun = await beginSignIn(provider);
    const { claims } = await finishSignIn(provider, await provider.signIn(begun.url), begun);
    expect(claims).toMatchObject({ email: 'ada@example.test', email_verified: true });
  });

  it.each([
    ['always', {}],
    ['offline_access', { scope: 'openid offline_access', prompt: 'consent' }],
  ] as const)('issues, refreshes and revokes a refresh token (%s)', async (refreshTokens, extra) => {
    const provider = await start({ refreshTokens });
    const begun = await beginSignIn(provider, extra);
    const { tokens } = await finishSignIn(provider, await provider.signIn(begun.url), begun);
    const refreshToken = tokens.refresh_token ?? '';
    const client = { client_id: provider.clientId };
    const authentication = oauth.ClientSecretBasic(provider.clientSecret);
    const refresh = () => oauth.refreshTokenGrantRequest(begun.server, client, authentication, refreshToken, insecure);
    expect((await refresh()).status).toBe(200);
    await oauth.processRevocationResponse(
      await oauth.revocationRequest(begun.server, client, authentication, refreshToken, insecure),
    );
    expect((await refresh()).status).toBe(400);
  });

  it('refuses a sign-in without PKCE, and a redirect URI that is not registered', async () => {
    const provider = await start();
    const { url } = await beginSignIn(provider);
    const withoutPkce = new URL(url);
    withoutPkce.searchParams.delete('code_challenge');
    withoutPkce.searchParams.delete('code_challenge_method');
    expect((await provider.signIn(withoutPkce)).searchParams.get('error')).toBe('invalid_request');
    url.searchParams.set('redirect_uri', 'http://127.0.0.1:9/other');
    await expect(provider.signIn(url)).rejects.toThrow('redirect_uri');
  });

  it('refuses a code that was used', async () => {
    const provider = await start();
    const begun = await beginSignIn(provider);
    const callback = await provider.signIn(begun.url);
    await finishSignIn(provider, callback, begun);
    await expect(finishSignIn(provider, callback, begun)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('signs the person out and sends the browser back', async () => {
    const provider = await start({ redirectUris: [] });
    const afterwards = 'http://127.0.0.1:9/bye';
    await provider.addClient({ redirect_uris: [redirectUri], post_logout_redirect_uris: [afterwards] });
    const begun = await beginSignIn(provider);
    const { tokens } = await finishSignIn(provider, await provider.signIn(begun.url), begun);
    const url = new URL(begun.server.end_session_endpoint ?? '');
    url.search = new URLSearchParams({
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: afterwards,
      state: 'left',
    }).toString();
    const browser = openBrowser();
    const page = await browser.get(url);
    const [, action = ''] = /action="([^"]*)"/.exec(page.body) ?? [];
    const [, xsrf = ''] = /name="xsrf" value="([^"]*)"/.exec(page.body) ?? [];
    const left = await browser.post(new URL(action, url), { xsrf, logout: 'yes' });
    expect(left.location?.href).toBe(`${afterwards}?state=left`);
  });

  it('remembers the person in one browser, and asks again when told to select an account', async () => {
    const provider = await start();
    const browser = openBrowser();
    const nobody = { sub: 'nobody' };
    const walk = async (extra: Record<string, string>, choice: Record<string, string>) =>
      walkThrough((await beginSignIn(provider, extra)).url, choice, browser);
    await walk({}, { sub: 'ada-1815' });
    expect(await walk({}, nobody)).toBeInstanceOf(URL);
    await expect(walk({ prompt: 'select_account' }, nobody)).rejects.toThrow('unknown_person');
    const again = await walk({ prompt: 'select_account' }, { sub: 'ada-1815' });
    expect(again instanceof URL && again.searchParams.has('code')).toBe(true);
  });

  it('shows a page that names the client and every person, with markup in names harmless', async () => {
    const provider = await start({
      redirectUris: [],
      clients: [{ redirect_uris: [redirectUri], client_name: 'Shop & <b>Co</b>' }],
      people: [{ sub: '"><script>', name: '<script>alert(1)</script>' }],
    });
    const { url } = await beginSignIn(provider);
    const browser = openBrowser();
    const redirect = await browser.get(url);
    const page = await browser.get(redirect.location ?? url);
    expect(page.body).toContain('Shop &amp; &lt;b&gt;Co&lt;/b&gt;');
    expect(page.body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page.body).not.toContain('<script');
  });

  it('records requests with their forms', async () => {
    const provider = await start();
    const begun = await beginSignIn(provider);
    await finishSignIn(provider, await provider.signIn(begun.url), begun);
    expect(provider.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining(['GET /.well-known/openid-configuration', 'GET /auth', 'POST /token', 'GET /me']),
    );
    const token = provider.requests.find(({ path }) => path === '/token');
    expect(token?.form).toMatchObject({ grant_type: 'authorization_code', redirect_uri: redirectUri });
  });

  it('speaks https', async () => {
    const { key, cert } = await issueCertificates();
    const provider = await start({ https: { key, cert } });
    expect(provider.issuer).toMatch(/^https:/);
    const page = await openBrowser().get(new URL(`${provider.issuer}/.well-known/openid-configuration`));
    expect(JSON.parse(page.body)).toMatchObject({ issuer: provider.issuer });
  });

  it('prints nothing', async () => {
    const script = `
      import { startOidcProvider } from '${new URL('../index.ts', import.meta.url).href}';
      const redirectUri = 'http://127.0.0.1:9/callback';
      const provider = await startOidcProvider({ redirectUris: [redirectUri], refreshTokens: 'always' });
      const url = provider.issuer + '/auth?' + new URLSearchParams({ client_id: provider.clientId, redirect_uri: redirectUri,
        response_type: 'code', scope: 'openid email', code_challenge: 'a'.repeat(43), code_challenge_method: 'S256' });
      const code = (await provider.signIn(url)).searchParams.get('code');
      await fetch(provider.issuer + '/token', { method: 'POST', body: new URLSearchParams({ code }) });
      await provider.close();
    `;
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--conditions=@jackfield/source', '--input-type=module', '--eval', script],
      { env: { ...process.env, NODE_OPTIONS: '' } },
    );
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' });
  });
});
