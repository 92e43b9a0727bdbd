import { type GithubServer, startGithub } from '@jackfield/connector-test-kit/github';
import { type ScriptedProvider, startScriptedProvider, type Variant } from '@jackfield/connector-test-kit/oidc';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { HostContext } from '../context.ts';
import { onEachDatabase } from '../testing/databases.ts';
import { signInBy, testBrowser, testSite, type TestSite } from '../testing/sign-in.ts';

const egress = { privateHosts: ['127.0.0.1'] };
let oidc: ScriptedProvider;
let github: GithubServer;

beforeAll(async () => {
  [oidc, github] = await Promise.all([
    startScriptedProvider({ algorithm: 'ES256' }),
    startGithub({ app: 'github-app' }),
  ]);
});
afterAll(() => Promise.all([oidc.close(), github.close()]));
beforeEach(() => {
  oidc.reset();
  github.reset();
});

/** So short that the host takes the access token for over at once. */
const shortLived: Variant = {
  description: 'Access tokens for half a minute.',
  tokens: (body) => ({ ...body, expires_in: 30 }),
};
const untilAnHour = expect.closeTo(Date.now() + 3_600_000, -5);

async function openSite(context: HostContext, tokenStorage = true): Promise<TestSite> {
  const site = await testSite(context);
  const { issuer, clientId, clientSecret } = oidc;
  const clientAuthentication = { method: 'client_secret_basic', clientSecret };
  await site.add({
    id: 'acme',
    connectorId: 'oidc-standard',
    metadata: { target: 'acme' },
    tokenStorage,
    config: { issuer, clientId, clientAuthentication },
  });
  return site;
}

/** With an access token that is over, and one that lasts at the next refresh. */
async function signInShortly(site: TestSite): Promise<string> {
  oidc.use(shortLived);
  const { identity } = await signIn(site);
  oidc.use();
  return identity;
}

async function signIn(site: TestSite): Promise<{ identity: string; user: string }> {
  const browser = testBrowser(site);
  expect((await signInBy(browser, 'acme', (url) => oidc.callbackFor(url))).status).toBe(303);
  const session = await site.signIn.getSession(browser.request());
  return { identity: session?.identity?.id ?? '', user: session?.user.id ?? '' };
}

const rowsOf = ({ database }: HostContext) =>
  database.read((db) => db.selectFrom('provider_tokens').selectAll().execute());
const refreshes = () => oidc.requests.filter(({ form }) => form.get('grant_type') === 'refresh_token').length;

onEachDatabase((open) => {
  test('tokens are stored sealed, and only where the operator allows it', async () => {
    const host = await open({ egress });
    const site = await openSite(host, false);
    const { identity } = await signIn(site);
    expect(await rowsOf(host)).toEqual([]);
    await expect(site.users.getProviderToken(identity)).rejects.toMatchObject({ code: 'provider_token_missing' });
    await site.connectors.update('acme', { tokenStorage: true }, 'cli');
    await signIn(site);
    const token = await site.users.getProviderToken(identity);
    expect(token).toMatchObject({ accessToken: expect.stringMatching(/^access-/), tokenType: 'Bearer' });
    const [row] = await rowsOf(host);
    expect(row?.tokens).toMatch(/^v1\./);
    expect(JSON.stringify(row)).not.toContain(token.accessToken);
    await site.connectors.update('acme', { tokenStorage: false }, 'cli');
    await expect(site.users.getProviderToken(identity)).rejects.toMatchObject({ code: 'provider_token_missing' });
    await signIn(site);
    expect(await rowsOf(host)).toEqual([]);
  });

  test('a token that is over is refreshed once, however many processes ask', async () => {
    const host = await open({ egress });
    const site = await openSite(host);
    const second = await testSite(await host.again());
    const identity = await signInShortly(site);
    expect(refreshes()).toBe(0);
    const tokens = await Promise.all([site, second, site, second].map(({ users }) => users.getProviderToken(identity)));
    expect(refreshes()).toBe(1);
    expect(new Set(tokens.map(({ accessToken }) => accessToken)).size).toBe(1);
    expect(tokens[0]?.expiresAt).toEqual(untilAnHour);
    expect(await rowsOf(host)).toMatchObject([{ refreshing_until: 0, version: 2 }]);
    expect((await site.users.getProviderToken(identity)).accessToken).toBe(tokens[0]?.accessToken);
    expect(refreshes()).toBe(1);
  });

  test('the newest refresh token is used', async () => {
    const host = await open({ egress });
    const site = await openSite(host);
    oidc.use(shortLived, {
      description: 'Refresh tokens that are good once (RFC 9700 §4.14.2).',
      answers: {
        token: (answer, _context, { form }) => {
          const used = form.get('refresh_token');
          if (used === null) return { ...answer, body: answer.body.replace(/refresh-[\w-]+/, 'first') };
          const tokens = {
            access_token: `by-${used}`,
            token_type: 'Bearer',
            expires_in: 30,
            refresh_token: `${used}+`,
          };
          return { ...answer, status: 200, body: JSON.stringify(tokens) };
        },
      },
    });
    const { identity } = await signIn(site);
    const seen = [];
    for (let round = 0; round < 3; round += 1) seen.push((await site.users.getProviderToken(identity)).accessToken);
    expect(seen).toEqual(['by-first', 'by-first+', 'by-first++']);
  });

  test('a refresh token that the provider refuses is forgotten', async () => {
    const host = await open({ egress });
    const site = await openSite(host);
    const identity = await signInShortly(site);
    oidc.reset();
    await expect(site.users.getProviderToken(identity)).rejects.toMatchObject({ code: 'provider_token_refused' });
    expect(await rowsOf(host)).toEqual([]);
    await expect(site.users.getProviderToken(identity)).rejects.toMatchObject({ code: 'provider_token_missing' });
  });

  test('a provider that is down keeps nothing from being tried again', async () => {
    const host = await open({ egress });
    const site = await openSite(host);
    const identity = await signInShortly(site);
    oidc.use({
      description: 'Down.',
      answers: { token: (answer) => ({ ...answer, status: 503, body: '' }) },
    });
    await expect(site.users.getProviderToken(identity)).rejects.toMatchObject({ code: 'provider_unavailable' });
    expect(await rowsOf(host)).toMatchObject([{ refreshing_until: 0, version: 1 }]);
    oidc.use();
    expect(await site.users.getProviderToken(identity)).toMatchObject({ expiresAt: untilAnHour });
  });

  test('a process that died while it refreshed holds the others up until its time is over', async () => {
    const host = await open({ egress });
    const site = await openSite(host);
    const identity = await signInShortly(site);
    const until = Date.now() + 300;
    await host.database.write((tx) => tx.updateTable('provider_tokens').set({ refreshing_until: until }).execute());
    expect(await site.users.getProviderToken(identity)).toMatchObject({ expiresAt: untilAnHour });
    expect(Date.now()).toBeGreaterThanOrEqual(until);
    expect(refreshes()).toBe(1);
  });

  test('a sign-in without a refresh token keeps the one that is stored', async () => {
    const host = await open({ egress });
    const site = await openSite(host);
    const { identity } = await signIn(site);
    oidc.use(shortLived, {
      description: 'A refresh token at the first consent only.',
      tokens: ({ refresh_token: _left, ...body }) => body,
    });
    await signIn(site);
    oidc.use();
    expect(await site.users.getProviderToken(identity)).toMatchObject({ expiresAt: untilAnHour });
  });

  test('attack: tokens moved from another row are not opened', async () => {
    const host = await open({ egress });
    const site = await openSite(host);
    const { identity } = await signIn(site);
    oidc.use({ description: 'Another.', person: (claims) => ({ ...claims, sub: 'grace', email: 'g@example.test' }) });
    const other = await signIn(site);
    await host.database.write(async (tx) => {
      const rows = await tx.selectFrom('provider_tokens').selectAll().execute();
      const stolen = rows.find((row) => row.identity_id === identity)?.tokens ?? '';
      await tx
        .updateTable('provider_tokens')
        .set({ tokens: stolen })
        .where('identity_id', '=', other.identity)
        .execute();
    });
    await expect(site.users.getProviderToken(other.identity)).rejects.toMatchObject({ code: 'sealed_damaged' });
  });

  test('signing out everywhere ends every session, and revokes the tokens', async () => {
    const host = await open({ egress });
    const site = await openSite(host);
    const browsers = [testBrowser(site), testBrowser(site)] as const;
    for (const browser of browsers) await signInBy(browser, 'acme', (url) => oidc.callbackFor(url));
    await browsers[0].post('/sign-out', { everywhere: 'true' });
    for (const browser of browsers) expect(await site.signIn.getSession(browser.request())).toBeUndefined();
    expect(await rowsOf(host)).toEqual([]);
    const revoked = oidc.requests
      .filter(({ endpoint }) => endpoint === 'revocation')
      .map(({ form }) => form.get('token'));
    expect(revoked).toEqual([expect.stringMatching(/^refresh-/)]);
  });

  test('a provider that revokes access tokens only is asked to do that; one that is down is left', async () => {
    const host = await open({ egress });
    const site = await testSite(host);
    const { clientId, clientSecret, enterpriseUrl } = github;
    await site.add({
      id: 'gh',
      connectorId: 'github',
      tokenStorage: true,
      config: { clientId, clientSecret, enterpriseUrl },
    });
    const browser = testBrowser(site);
    const signInAtGithub = () => signInBy(browser, 'gh', (url) => github.callbackFor(url));
    await signInAtGithub();
    const user = (await site.signIn.getSession(browser.request()))?.user.id ?? '';
    expect(await site.users.signOutEverywhere(user)).toBe(1);
    expect(github.calls.revocation).toBe(1);
    await signInAtGithub();
    github.use({ description: 'Down.', answers: { revocation: (answer) => ({ ...answer, status: 503 }) } });
    expect(await site.users.signOutEverywhere(user)).toBe(1);
    expect(await rowsOf(host)).toEqual([]);
    expect(host.lines.at(-1)).toMatchObject({ event: 'provider_tokens.not_revoked', fields: { connector: 'gh' } });
  });
});
