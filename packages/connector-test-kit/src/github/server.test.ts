import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type GithubServer, startGithub } from './server.ts';

const redirectUri = 'https://app.example.test/callback';
const verifier = 'a-code-verifier-of-at-least-forty-three-characters';
const challenge = createHash('sha256').update(verifier).digest('base64url');

function authorizationUrl({ enterpriseUrl, clientId }: GithubServer, changes: Record<string, string> = {}): URL {
  const url = new URL('/login/oauth/authorize', enterpriseUrl);
  const parameters = {
    client_id: clientId,
    redirect_uri: redirectUri,
    state: 'a-state',
    scope: 'user:email',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...changes,
  };
  url.search = new URLSearchParams(parameters).toString();
  return url;
}

async function post(
  github: GithubServer,
  form: Record<string, string>,
  accept = 'application/json',
): Promise<Response> {
  const { enterpriseUrl, clientId: client_id, clientSecret: client_secret } = github;
  return fetch(`${enterpriseUrl}/login/oauth/access_token`, {
    method: 'POST',
    headers: { accept },
    body: new URLSearchParams({ client_id, client_secret, ...form }),
  });
}

/** Redeems a code of a whole sign-in. */
async function signIn(github: GithubServer, options: { login?: string; scope?: string } = {}) {
  const url = authorizationUrl(github, options.scope === undefined ? {} : { scope: options.scope });
  const callback = await github.callbackFor(url, options.login);
  const code = callback.searchParams.get('code') ?? '';
  const response = await post(github, { code, code_verifier: verifier, redirect_uri: redirectUri });
  const tokens = (await response.json()) as Record<string, unknown>;
  return { callback, code, tokens, accessToken: String(tokens.access_token) };
}

async function call({ enterpriseUrl }: GithubServer, path: string, accessToken?: string) {
  const headers = accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` };
  const response = await fetch(`${enterpriseUrl}/api/v3${path}`, { headers: { 'user-agent': 'test', ...headers } });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

describe('an OAuth App', () => {
  let github: GithubServer;
  beforeAll(async () => {
    github = await startGithub();
  });
  afterEach(() => github.reset());
  afterAll(async () => github.close());

  it('sends the browser back with code, state and iss', async () => {
    const { searchParams } = await github.callbackFor(authorizationUrl(github));
    expect(searchParams.get('state')).toBe('a-state');
    expect(searchParams.get('iss')).toBe(`${github.enterpriseUrl}/login/oauth`);
    expect(searchParams.get('code')).toMatch(/^[0-9a-f]{20}$/);
  });

  it('gives a token that names its scopes with commas, and no refresh token', async () => {
    const { tokens } = await signIn(github, { scope: 'user:email read:org' });
    expect(tokens).toEqual({
      access_token: expect.stringMatching(/^gho_/),
      scope: 'user:email,read:org',
      token_type: 'bearer',
    });
  });

  it('answers with a form unless JSON is asked for', async () => {
    const response = await post(github, { code: 'wrong' }, '*/*');
    expect(response.headers.get('content-type')).toContain('application/x-www-form-urlencoded');
    expect(new URLSearchParams(await response.text()).get('error')).toBe('bad_verification_code');
  });

  it.each([
    ['a wrong code', { code: 'wrong' }, 200, 'bad_verification_code'],
    ['a wrong secret', { client_secret: 'wrong' }, 200, 'incorrect_client_credentials'],
    ['an unknown client', { client_id: 'wrong' }, 404, 'Not Found'],
    ['a wrong refresh token', { grant_type: 'refresh_token', refresh_token: 'x' }, 200, 'bad_refresh_token'],
  ])('refuses %s as GitHub does', async (_, form, status, error) => {
    const response = await post(github, form);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error });
  });

  it('refuses a code twice, without its verifier, and for another redirect URI', async () => {
    const { code } = await signIn(github);
    const newCode = async () => (await github.callbackFor(authorizationUrl(github))).searchParams.get('code') ?? '';
    const refused = async (form: Record<string, string>) => (await post(github, form)).json();
    expect(await refused({ code, code_verifier: verifier })).toMatchObject({ error: 'bad_verification_code' });
    expect(await refused({ code: await newCode() })).toMatchObject({ error: 'bad_verification_code' });
    const elsewhere = { code: await newCode(), code_verifier: verifier, redirect_uri: 'https://evil.test' };
    expect(await refused(elsewhere)).toMatchObject({ error: 'redirect_uri_mismatch' });
  });

  it('shows a profile, and addresses only to who has the scope', async () => {
    const { accessToken } = await signIn(github);
    expect(await call(github, '/user', accessToken)).toMatchObject({ status: 200, body: { login: 'ada-lovelace' } });
    expect(await call(github, '/user/emails', accessToken)).toMatchObject({ status: 200 });
    const limited = await signIn(github, { scope: 'read:user', login: 'mallory' });
    expect(await call(github, '/user', limited.accessToken)).toMatchObject({ body: { login: 'mallory' } });
    expect(await call(github, '/user/emails', limited.accessToken)).toMatchObject({ status: 404 });
  });

  it('shows memberships only to who has the scope, and only those that exist', async () => {
    const { accessToken } = await signIn(github, { scope: 'read:org' });
    const statusOf = async (path: string, token: string) => (await call(github, path, token)).status;
    const team = '/orgs/analytical-engines/teams/programmers/memberships/ada-lovelace';
    expect(await statusOf('/user/memberships/orgs/Analytical-Engines', accessToken)).toBe(200);
    expect(await statusOf('/user/memberships/orgs/other', accessToken)).toBe(404);
    expect(await statusOf(team, accessToken)).toBe(200);
    expect(await statusOf(team.replace('programmers', 'mechanics'), accessToken)).toBe(404);
    expect(await statusOf(team.replace('ada-lovelace', 'mallory'), accessToken)).toBe(404);
    const limited = await signIn(github);
    expect(await statusOf('/user/memberships/orgs/analytical-engines', limited.accessToken)).toBe(403);
  });

  it('answers 401 without a token and with a wrong one, and 400 to an unknown version', async () => {
    expect(await call(github, '/user')).toMatchObject({ status: 401, body: { message: 'Requires authentication' } });
    expect(await call(github, '/user', 'gho_wrong')).toMatchObject({
      status: 401,
      body: { message: 'Bad credentials' },
    });
    const headers = { 'user-agent': 'test', 'x-github-api-version': '1999-01-01' };
    expect((await fetch(`${github.enterpriseUrl}/api/v3/user`, { headers })).status).toBe(400);
  });

  it('revokes tokens for its client alone', async () => {
    const { accessToken } = await signIn(github);
    const revoke = async (secret: string, body: object) => {
      const authorization = `Basic ${Buffer.from(`${github.clientId}:${secret}`).toString('base64')}`;
      const url = `${github.enterpriseUrl}/api/v3/applications/${github.clientId}/token`;
      return (await fetch(url, { method: 'DELETE', headers: { authorization }, body: JSON.stringify(body) })).status;
    };
    expect(await revoke('wrong', { access_token: accessToken })).toBe(401);
    expect(await revoke(github.clientSecret, {})).toBe(422);
    expect(await revoke(github.clientSecret, { access_token: accessToken })).toBe(204);
    expect(await revoke(github.clientSecret, { access_token: accessToken })).toBe(404);
    expect((await call(github, '/user', accessToken)).status).toBe(401);
  });

  it('gives a page of 30 addresses, and more when asked', async () => {
    github.use('person/many-addresses');
    const { accessToken } = await signIn(github);
    expect((await call(github, '/user/emails', accessToken)).body).toHaveLength(30);
    expect((await call(github, '/user/emails?per_page=100', accessToken)).body).toHaveLength(90);
  });

  it('counts and forgets', async () => {
    await signIn(github);
    expect(github.calls).toMatchObject({ authorize: 1, token: 1, user: 0 });
    github.use('token/not-found');
    github.reset();
    expect(github.requests).toEqual([]);
    expect((await signIn(github)).accessToken).toMatch(/^gho_/);
  });

  it('knows no other pages', async () => {
    expect((await fetch(`${github.enterpriseUrl}/user`)).status).toBe(404);
    await expect(github.callbackFor(authorizationUrl(github, { client_id: 'wrong' }))).rejects.toThrow('404');
  });
});

describe('a GitHub App', () => {
  it('gives tokens that expire and refresh; a refresh ends what it replaces', async () => {
    const github = await startGithub({ app: 'github-app' });
    try {
      const { tokens, accessToken } = await signIn(github);
      expect(tokens).toMatchObject({ access_token: expect.stringMatching(/^ghu_/), expires_in: 28_800, scope: '' });
      const form = { grant_type: 'refresh_token', refresh_token: String(tokens.refresh_token) };
      expect(await (await post(github, form)).json()).toMatchObject({ refresh_token: expect.stringMatching(/^ghr_/) });
      expect(await (await post(github, form)).json()).toMatchObject({ error: 'bad_refresh_token' });
      expect((await call(github, '/user', accessToken)).status).toBe(401);
    } finally {
      await github.close();
    }
  });
});
