import { type OidcProvider, startOidcProvider } from '@jackfield/connector-test-kit/oidc';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HostContext } from '../context.ts';
import { onEachDatabase } from '../testing/databases.ts';
import { HostError } from '../host-error.ts';
import { signInRoutes } from './routes.ts';
import { createStartLimit } from './start-limit.ts';
import {
  publicUrl,
  signInBy,
  startAt,
  testBrowser,
  testSite,
  type TestSite,
  type TestSiteOptions,
} from '../testing/sign-in.ts';
import { styleSource } from '../testing/style-hash.ts';

const egress = { privateHosts: ['127.0.0.1'] };
let provider: OidcProvider;

beforeAll(async () => {
  provider = await startOidcProvider();
  await provider.addClient({
    redirect_uris: [`${publicUrl}/callback/acme`],
    post_logout_redirect_uris: [`${publicUrl}/sign-in`],
  });
});
afterAll(() => provider.close());

async function openSite(context: HostContext, options?: TestSiteOptions, changes = {}): Promise<TestSite> {
  const site = await testSite(context, options);
  const { issuer, clientId, clientSecret } = provider;
  await site.add({
    id: 'acme',
    connectorId: 'oidc-standard',
    metadata: { target: 'acme', name: { en: 'Acme <&> Co', de: 'Akme' } },
    config: { issuer, clientId, clientAuthentication: { method: 'client_secret_basic', clientSecret } },
    ...changes,
  });
  return site;
}

const signIn = (site: TestSite, browser = testBrowser(site)) =>
  signInBy(browser, 'acme', (url) => provider.signIn(url)).then((answer) => {
    expect(answer.status).toBe(303);
    return browser;
  });

onEachDatabase((open) => {
  test('the sign-in page shows every way, in the languages of the person', async () => {
    const site = await openSite(await open({ egress }));
    const browser = testBrowser(site);
    const page = await browser.get('/sign-in?return_to=/a?b=%26c', { 'accept-language': 'de-AT, en;q=0.5' });
    const text = await page.text();
    expect(text).toContain(`href="${publicUrl}/sign-in/acme?return_to=%2Fa%3Fb%3D%26c"`);
    expect(text).toMatch(/Sign in with\s+Akme/);
    expect(text).toContain('prefers-color-scheme: dark');
    expect(page.headers.get('content-security-policy')).toContain(styleSource(text));
    expect(Object.fromEntries(page.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': expect.stringMatching(
        /default-src 'none'; style-src 'sha256-[^']+'; .*frame-ancestors 'none'/,
      ),
      'referrer-policy': 'same-origin',
      'strict-transport-security': expect.stringContaining('max-age='),
      'x-content-type-options': 'nosniff',
    });
    expect(await (await browser.get('/sign-in')).text()).toContain('Acme &lt;&amp;&gt; Co');
    const list = await browser.get('/sign-in', { accept: 'application/json', 'accept-language': 'de' });
    expect(await list.json()).toMatchObject([
      { id: 'acme', target: 'acme', name: 'Akme', url: `${publicUrl}/sign-in/acme` },
    ]);
  });

  test('HEAD neither starts a sign-in nor uses up a callback', async () => {
    const host = await open({ egress });
    const site = await openSite(host);
    const browser = testBrowser(site);
    const head = (address: string | URL) => site.app.request(String(address), { method: 'HEAD' });
    expect((await head(`${publicUrl}/sign-in/acme`)).status).toBe(405);
    expect(await host.database.read((db) => db.selectFrom('sign_ins').selectAll().execute())).toEqual([]);
    const callback = await provider.signIn(await startAt(browser, 'acme'));
    expect((await head(callback)).headers.get('allow')).toBe('GET, POST');
    expect((await browser.get(callback)).status).toBe(303);
  });

  test('attack: open redirect through the return URL, at every door', async () => {
    const site = await openSite(await open({ egress }), { returnOrigins: ['https://app.example.test'] });
    const browser = testBrowser(site);
    const bad = encodeURIComponent('//evil.test');
    const answers = [
      await browser.get(`/sign-in?return_to=${bad}`),
      await browser.get(`/sign-in/acme?return_to=${bad}`),
      await browser.post('/sign-out', { return_to: '//evil.test' }),
    ];
    expect(answers.map(({ status, headers }) => [status, headers.get('location')])).toEqual(
      answers.map(() => [400, null]),
    );
    expect((await browser.get('/sign-in')).headers.get('content-security-policy')).toContain(
      "form-action 'self' https://app.example.test;",
    );
    const good = encodeURIComponent('https://app.example.test/home');
    const back = await signInBy(browser, 'acme', (url) => provider.signIn(url), `?return_to=${good}`);
    expect(back.headers.get('location')).toBe('https://app.example.test/home');
  });

  test('attack: SQL and path tricks in ids', async () => {
    const browser = testBrowser(await openSite(await open({ egress })));
    for (const id of ["x' or '1'='1", '..%2f..%2fetc', '%00', 'a'.repeat(5000), '<script>']) {
      for (const path of [`/sign-in/${id}`, `/callback/${id}?state=x&code=y`, `/link/${id}`]) {
        const answer = await browser.get(path);
        expect(answer.status).toBe(404);
        expect(await answer.text()).not.toMatch(/<script|etc|select /i);
      }
    }
  });

  test('signing out ends the session here, and goes on to the provider', async () => {
    const host = await open({ egress });
    const site = await openSite(host, { returnAfterEndSession: true });
    const browser = await signIn(site);
    const [row] = await host.database.read((db) => db.selectFrom('sessions').selectAll().execute());
    expect(row?.id_token).toMatch(/^v1\./);
    const before = browser.request();
    const answer = await browser.post('/sign-out');
    const location = new URL(answer.headers.get('location') ?? '');
    expect(location.origin).toBe(provider.issuer);
    expect(location.searchParams.get('id_token_hint')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(location.searchParams.get('post_logout_redirect_uri')).toBe(`${publicUrl}/sign-in`);
    expect((await fetch(location)).status).toBe(200);
    expect(browser.cookies.has('__Host-jackfield-session')).toBe(false);
    expect(await site.signIn.getSession(before)).toBeUndefined();
    expect((await browser.post('/sign-out', { return_to: '/bye' })).headers.get('location')).toBe(`${publicUrl}/bye`);
  });

  test('a program is told where the session at the provider ends', async () => {
    const site = await openSite(await open({ egress }));
    const browser = await signIn(site);
    const answer = await browser.post('/sign-out', {}, { accept: 'application/json' });
    expect(await answer.json()).toEqual({ endSessionUri: expect.stringMatching(`^${provider.issuer}/`) });
    expect(await (await browser.post('/sign-out', {}, { accept: 'application/json' })).json()).toEqual({});
  });

  test('a connector that is gone, and an ID token that cannot be opened, keep nobody from signing out', async () => {
    const host = await open({ egress });
    const site = await openSite(host);
    const browser = await signIn(site);
    await host.database.write((tx) => tx.updateTable('sessions').set({ id_token: 'v1.x.y' }).execute());
    expect((await browser.post('/sign-out')).headers.get('location')).toBe(`${publicUrl}/`);
    await signIn(site, browser);
    await site.connectors.remove('acme', 'cli');
    expect((await browser.post('/sign-out')).headers.get('location')).toBe(`${publicUrl}/`);
    expect(await host.database.read((db) => db.selectFrom('sessions').selectAll().execute())).toEqual([]);
  });

  test.each([
    ['another site', { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' }],
    ['a sibling', { origin: 'https://evil.example.test', 'sec-fetch-site': 'same-site' }],
    ['a sandbox', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ])("attack: cross-site requests with the person's cookie: sign-out from %s", async (_, headers) => {
    const site = await openSite(await open({ egress }));
    const browser = await signIn(site);
    expect((await browser.post('/sign-out', {}, headers)).status).toBe(403);
    expect((await browser.post('/sign-out', { everywhere: 'true' }, headers)).status).toBe(403);
    expect((await browser.get('/sign-out')).status).toBe(404);
    const silent = await site.app.request('/sign-out', { method: 'POST', headers: browser.request().headers });
    expect(silent.status).toBe(403);
    expect(await site.signIn.getSession(browser.request())).toBeDefined();
  });

  test('sign-out without a form body, and everywhere without a session', async () => {
    const site = await openSite(await open({ egress }));
    const browser = await signIn(site);
    const headers = { ...Object.fromEntries(browser.request().headers), origin: publicUrl };
    expect((await site.app.request('/sign-out', { method: 'POST', headers })).status).toBe(303);
    expect((await browser.post('/sign-out', { everywhere: 'true' })).status).toBe(401);
  });

  test('one address starts so many sign-ins a minute, counted over all processes', async () => {
    const host = await open({ egress });
    const [one, other] = [createStartLimit(host), createStartLimit(await host.again())];
    const starts = Array.from({ length: 302 }, async (_, index) => (index % 2 === 0 ? one : other)('192.0.2.1'));
    const refused = (await Promise.allSettled(starts)).filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([1, 2].map(() => ({ reason: { code: 'too_many_requests' } })));
    await expect(one('192.0.2.2')).resolves.toBeUndefined();
  });

  test('a sign-in that is not admitted is not started', async () => {
    const host = await open({ egress });
    const { signIn: steps, connectors, users } = await openSite(host);
    const admitStart = async () => {
      throw new HostError('too_many_requests', { retryAfter: 7 });
    };
    const app = signInRoutes({ signIn: steps, connectors, users, settings: { returnOrigins: [] }, admitStart });
    const answer = await testBrowser({ app }).get('/sign-in/acme');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
    expect(await host.database.read((db) => db.selectFrom('sign_ins').selectAll().execute())).toEqual([]);
  });

  test('no session, no identities', async () => {
    const browser = testBrowser(await openSite(await open({ egress })));
    expect((await browser.get('/identities', { accept: 'application/json' })).status).toBe(401);
    expect(await (await browser.get('/session')).json()).toEqual({ session: null });
  });
});
