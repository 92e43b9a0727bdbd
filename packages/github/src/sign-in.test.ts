import { ConnectorError } from '@jackfield/connector-kit';
import { startGithubTunnel } from '@jackfield/connector-test-kit/github';
import type { Answer } from '@jackfield/connector-test-kit/oidc';
import { issueCertificates } from '@jackfield/connector-test-kit/tls';
import { createRuntime } from '@jackfield/egress';
import { createSealedSessions } from '@jackfield/oauth-kit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createGithub, type GithubConfig } from './index.ts';
import { configFor, connectorTo, redirectUri, signIn, stepsOf, testGithub, testRuntime } from './testing/harness.ts';

const refusal = (code: string) => expect.objectContaining({ code });

describe('a sign-in', () => {
  it('gives the person, with the primary address where it is verified', async () => {
    const github = await testGithub();
    const { userInfo, tokenResponse } = await signIn(await connectorTo(github), github);
    expect(userInfo).toEqual({
      id: '18151210',
      issuer: `${github.enterpriseUrl}/login/oauth`,
      email: 'ada@example.test',
      name: 'Ada Lovelace',
      avatar: 'https://avatars.example.test/u/18151210?v=4',
      rawData: {
        user: expect.objectContaining({ id: 18_151_210, login: 'ada-lovelace' }),
        emails: expect.arrayContaining([expect.objectContaining({ email: 'ada@example.test', verified: true })]),
      },
    });
    expect(tokenResponse).toEqual({
      access_token: expect.stringMatching(/^gho_/),
      token_type: 'bearer',
      scope: 'user:email',
    });
  });

  it('takes the login for the name of who has given none', async () => {
    const github = await testGithub();
    expect((await signIn(await connectorTo(github), github, 'ghopper')).userInfo.name).toBe('ghopper');
  });

  it('works with sealed cookies, as a server does it', async () => {
    const github = await testGithub();
    const connector = await connectorTo(github);
    const sessions = createSealedSessions({ secrets: ['a-secret-of-at-least-32-characters'] });
    const started = new Headers();
    const url = await connector.getAuthorizationUri({ redirectUri }, sessions.store({ headers: {} }, started));
    const cookie = started
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const callback = new Request(await github.callbackFor(url), { headers: { cookie } });
    expect((await connector.getUserInfo(callback, sessions.take(callback, new Headers()))).id).toBe('18151210');
  });

  it('makes the fewest calls, with the headers that GitHub wants', async () => {
    const github = await testGithub();
    await signIn(await connectorTo(github), github);
    expect(github.calls).toEqual({
      authorize: 1,
      token: 1,
      user: 1,
      emails: 1,
      'organization-membership': 0,
      'team-membership': 0,
      revocation: 0,
    });
    for (const { headers } of github.requests.filter(({ endpoint }) => endpoint === 'user' || endpoint === 'emails')) {
      expect(headers).toMatchObject({
        accept: 'application/vnd.github+json',
        'user-agent': 'jackfield',
        'x-github-api-version': '2022-11-28',
      });
    }
  });

  it('reads profile and addresses at the same time', async () => {
    const github = await testGithub();
    const held: (() => void)[] = [];
    const hold = (answer: Answer): Answer => ({
      ...answer,
      deliver: ({ status, headers, body }, response) => {
        held.push(() => response.writeHead(status, headers).end(body));
        if (held.length === 2) for (const release of held) release();
      },
    });
    github.use({
      description: 'Answers neither of the two before both were asked for.',
      answers: { user: hold, emails: hold },
    });
    expect((await signIn(await connectorTo(github), github)).userInfo.email).toBe('ada@example.test');
  });

  it('tells granted scopes with spaces, as RFC 6749 wants them', async () => {
    const github = await testGithub();
    const { tokenResponse } = await signIn(await connectorTo(github, { scope: 'user:email read:org' }), github);
    expect(tokenResponse.scope).toBe('user:email read:org');
  });

  it('does not ask for addresses that the granted scopes do not open', async () => {
    const github = await testGithub();
    const { userInfo } = await signIn(await connectorTo(github, { scope: 'read:user' }), github);
    expect(userInfo).toMatchObject({ id: '18151210', unverifiedEmail: 'countess@example.test' });
    expect(userInfo.email).toBeUndefined();
    expect(github.calls.emails).toBe(0);
  });

  it('asks without a scope where the configuration has none', async () => {
    const github = await testGithub();
    const connector = await connectorTo(github, { scope: '' });
    const url = new URL(await connector.getAuthorizationUri({ redirectUri }, () => {}));
    expect(url.searchParams.has('scope')).toBe(false);
  });

  it.each(['emails/not-permitted', 'emails/status-404'] as const)(
    'survives %s, without a verified address',
    async (variant) => {
      const github = await testGithub({ app: 'github-app' });
      github.use(variant);
      const { userInfo } = await signIn(await connectorTo(github), github);
      expect(userInfo).toMatchObject({ id: '18151210', unverifiedEmail: 'countess@example.test' });
      expect(userInfo.email).toBeUndefined();
      expect(userInfo.rawData).not.toHaveProperty('emails');
    },
  );

  it('finds the primary address among more than a page of them', async () => {
    const github = await testGithub();
    github.use('person/many-addresses');
    expect((await signIn(await connectorTo(github), github)).userInfo.email).toBe('ada@example.test');
  });

  it('calls a suggested account by the name that GitHub has for it, and passes the prompt on', async () => {
    const github = await testGithub();
    const connector = await connectorTo(github, { allowSignup: false });
    const request = { redirectUri, loginHint: 'ghopper', prompt: 'select_account' };
    const { searchParams } = new URL(await connector.getAuthorizationUri(request, () => {}));
    expect(Object.fromEntries(searchParams)).toMatchObject({
      login: 'ghopper',
      prompt: 'select_account',
      allow_signup: 'false',
    });
    expect(searchParams.has('login_hint')).toBe(false);
  });
});

describe('a GitHub App', () => {
  it('gives tokens that expire, and refreshes them', async () => {
    const github = await testGithub({ app: 'github-app' });
    const connector = await connectorTo(github);
    const { tokenResponse, userInfo } = await signIn(connector, github);
    expect(userInfo.email).toBe('ada@example.test');
    expect(tokenResponse).toMatchObject({ expires_in: 28_800, refresh_token: expect.stringMatching(/^ghr_/) });
    const spent = tokenResponse.refresh_token ?? '';
    const renewed = await connector.getAccessTokenByRefreshToken(spent);
    expect(renewed).toMatchObject({ access_token: expect.stringMatching(/^ghu_/), expires_in: 28_800 });
    expect(renewed.refresh_token).not.toBe(spent);
    await expect(connector.getAccessTokenByRefreshToken(spent)).rejects.toEqual(refusal('social_invalid_access_token'));
  });
});

describe('revocation', () => {
  it('revokes an access token, also twice', async () => {
    const github = await testGithub();
    const connector = await connectorTo(github);
    const { tokenResponse } = await signIn(connector, github);
    await connector.revokeToken(tokenResponse.access_token);
    await connector.revokeToken(tokenResponse.access_token, 'access_token');
    expect(github.calls.revocation).toBe(2);
    const request = github.requests.find(({ endpoint }) => endpoint === 'revocation');
    expect(request).toMatchObject({ method: 'DELETE', path: [github.clientId] });
  });

  it('says that GitHub cannot revoke a refresh token, instead of pretending', async () => {
    const github = await testGithub({ app: 'github-app' });
    const connector = await connectorTo(github);
    const { refresh_token: refreshToken = '' } = (await signIn(connector, github)).tokenResponse;
    await expect(connector.revokeToken(refreshToken)).rejects.toEqual(refusal('not_implemented'));
    await expect(connector.revokeToken('anything', 'refresh_token')).rejects.toEqual(refusal('not_implemented'));
    expect(github.calls.revocation).toBe(0);
  });

  it('tells what GitHub has not revoked, and why', async () => {
    const github = await testGithub();
    const connector = await connectorTo(github);
    await expect(connector.revokeToken('')).rejects.toEqual(refusal('invalid_request_parameters'));
    await expect(connector.revokeToken('no token')).rejects.toEqual(refusal('invalid_request_parameters'));
    const wrong = await connectorTo(github, { clientSecret: 'wrong' });
    await expect(wrong.revokeToken('gho_1')).rejects.toEqual(refusal('invalid_config'));
    github.use('revocation/status-503');
    await expect(connector.revokeToken('gho_1')).rejects.toEqual(refusal('provider_unavailable'));
    github.use('revocation/html');
    await expect(connector.revokeToken('gho_1')).rejects.toEqual(refusal('invalid_response'));
    github.use('limit/primary');
    await expect(connector.revokeToken('gho_1')).rejects.toEqual(refusal('rate_limit_exceeded'));
  });
});

describe('github.com itself', () => {
  it('signs people in over its real addresses, under its own issuer', async () => {
    const https = await issueCertificates({ hosts: ['github.com', 'api.github.com'] });
    const github = await testGithub({ https, issuer: 'https://github.com/login/oauth' });
    const tunnel = await startGithubTunnel(github.enterpriseUrl);
    const runtime = createRuntime({ egress: { proxy: tunnel.proxy, ca: https.ca, timeout: 2000 } });
    onTestFinished(async () => {
      await runtime.close();
      await tunnel.close();
    });
    const { clientId, clientSecret } = github;
    const connector = await createGithub({ config: { clientId, clientSecret }, runtime });
    const url = await connector.getAuthorizationUri({ redirectUri }, () => {});
    expect(url).toMatch(/^https:\/\/github\.com\/login\/oauth\/authorize\?/);
    const { userInfo, tokenResponse } = await signIn(connector, github);
    expect(userInfo).toMatchObject({
      id: '18151210',
      issuer: 'https://github.com/login/oauth',
      email: 'ada@example.test',
    });
    await connector.revokeToken(tokenResponse.access_token);
    expect(github.requests.map(({ url: { host, pathname } }) => host + pathname).slice(1)).toEqual(
      expect.arrayContaining([
        'github.com/login/oauth/access_token',
        'api.github.com/user',
        'api.github.com/user/emails',
        `api.github.com/applications/${clientId}/token`,
      ]),
    );
    const passed = (await stepsOf(connector)).filter(({ status }) => status === 'pass').map(({ id }) => id);
    expect(passed).toEqual(expect.arrayContaining(['api', 'client-authentication']));
  });

  it('attack: a session begun at github.com, finished at an Enterprise Server', async () => {
    const github = await testGithub();
    const { clientId, clientSecret } = github;
    const runtime = testRuntime();
    const dotCom = await createGithub({ config: { clientId, clientSecret }, runtime });
    const enterprise = await createGithub({ config: configFor(github), runtime });
    let session = {};
    const url = await dotCom.getAuthorizationUri({ redirectUri }, (stored) => {
      session = stored;
    });
    const callback = await github.callbackFor(url);
    await expect(enterprise.getUserInfo(callback, () => session)).rejects.toEqual(refusal('session_invalid'));
    expect(github.calls.token).toBe(0);
  });
});

describe('the configuration', () => {
  it('is validated when the connector is made, and every wrong field is named', async () => {
    const config = { clientId: 'a b', enterpriseUrl: 'https://github.com', secret: 'x' };
    const error: unknown = await createGithub({ config: config as never }).catch((thrown: unknown) => thrown);
    expect(ConnectorError.isInstance(error) && error.issues?.map(({ path }) => path).toSorted()).toEqual([
      'clientId',
      'clientSecret',
      'enterpriseUrl',
      'secret',
    ]);
  });

  it('gives one server one issuer, however its address is written', async () => {
    const github = await testGithub();
    const { enterpriseUrl, issuer } = github;
    const connector = await connectorTo(github, { enterpriseUrl: `${enterpriseUrl}/` });
    expect((await signIn(connector, github)).userInfo.issuer).toBe(issuer);
  });

  it.each(['https://169.254.169.254', 'https://10.0.0.1', 'https://[::1]', 'https://2130706433', 'https://localhost'])(
    'attack: an Enterprise URL that leads inside (SSRF): %s',
    async (enterpriseUrl) => {
      const config: GithubConfig = { clientId: 'a', clientSecret: 'b', enterpriseUrl };
      const runtime = createRuntime();
      onTestFinished(async () => runtime.close());
      const connector = await createGithub({ config, runtime });
      await expect(connector.getAccessTokenByRefreshToken('ghr_1')).rejects.toEqual(refusal('egress_refused'));
      await expect(connector.revokeToken('gho_1')).rejects.toEqual(refusal('egress_refused'));
    },
  );
});
