import type { SocialConnector } from '@jackfield/connector-kit';
import { describe, expect, test } from 'vitest';
import { onEachDatabase } from '../testing/databases.ts';
import { publicUrl, signInBy, startAt, testBrowser, testSite } from '../testing/sign-in.ts';
import { signInRoutes } from './routes.ts';
import { createSignIn } from './sign-in.ts';
import { problemOf, useFakes, usersOf } from '../testing/sign-in-fakes.ts';

const { egress, github, oidc, atOidc, addOidc, siteWithBoth } = useFakes();

onEachDatabase((open) => {
  describe('what the callback must bring', () => {
    test('attack: missing state', async () => {
      const host = await open({ egress });
      const browser = testBrowser(await siteWithBoth(host));
      const callback = await github().callbackFor(await startAt(browser, 'gh'));
      callback.searchParams.delete('state');
      const { status, body } = await problemOf(await browser.get(callback));
      expect([status, body.includes('session_invalid')]).toEqual([401, true]);
      expect(await usersOf(host)).toEqual([]);
    });

    test.each([
      ['foreign', (state: string) => [`${state.slice(0, -1)}x`]],
      ['duplicated', (state: string) => [state, state]],
      ['empty', () => ['']],
    ])('attack: %s state', async (_, change) => {
      const host = await open({ egress });
      const browser = testBrowser(await siteWithBoth(host));
      const callback = await atOidc(await startAt(browser, 'acme'));
      const state = callback.searchParams.get('state') ?? '';
      callback.searchParams.delete('state');
      for (const value of change(state)) callback.searchParams.append('state', value);
      expect((await browser.get(callback)).status).toBeGreaterThanOrEqual(400);
      expect(await usersOf(host)).toEqual([]);
    });

    test('attack: state not bound to this browser; its own browser is not disturbed', async () => {
      const host = await open({ egress });
      const site = await siteWithBoth(host);
      const [attacker, victim] = [testBrowser(site), testBrowser(site)];
      await startAt(victim, 'gh');
      const callback = await github().callbackFor(await startAt(attacker, 'gh'), 'mallory');
      expect((await victim.get(callback)).status).toBe(401);
      expect((await testBrowser(site).get(callback)).status).toBe(401);
      expect(await usersOf(host)).toEqual([]);
      expect((await attacker.get(callback)).status).toBe(303);
    });

    test('attack: state not bound to this connector (GHSA-x445-f3h2-j279)', async () => {
      const host = await open({ egress });
      const site = await siteWithBoth(host);
      await addOidc(site, { id: 'other', metadata: { target: 'other' } });
      const browser = testBrowser(site);
      const callback = await atOidc(await startAt(browser, 'acme'));
      for (const id of ['other', 'gh']) {
        const elsewhere = new URL(callback);
        elsewhere.pathname = `/callback/${id}`;
        expect((await browser.get(elsewhere)).status).toBe(401);
      }
      expect(await usersOf(host)).toEqual([]);
      expect((await browser.get(callback)).status).toBe(303);
    });

    test('attack: replayed state: the same callback twice', async () => {
      const host = await open({ egress });
      const site = await siteWithBoth(host);
      oidc().use('token/code-reusable');
      const browser = testBrowser(site);
      const callback = await atOidc(await startAt(browser, 'acme'));
      expect((await browser.get(callback)).status).toBe(303);
      expect((await browser.get(callback)).status).toBe(401);
      expect(oidc().calls.token).toBe(1);
    });

    test('attack: the same callback twice, in parallel and in two processes', async () => {
      const host = await open({ egress });
      const site = await siteWithBoth(host);
      const other = await testSite(await host.again());
      oidc().use('token/code-reusable');
      const browser = testBrowser(site);
      const callback = await atOidc(await startAt(browser, 'acme'));
      const headers = { cookie: browser.request().headers.get('cookie') ?? '' };
      const answers = await Promise.all(
        [site, other, site, other].map(async ({ app }) => app.request(callback.href, { headers })),
      );
      expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(3);
      expect(oidc().calls.token).toBe(1);
    });

    test('attack: a connector that checks nothing: the state is still checked, and used up', async () => {
      const host = await open({ egress });
      const { connectors, users } = await siteWithBoth(host);
      let asks = true;
      const careless = {
        ...connectors,
        useSocial: async (id: string) => {
          const live = await connectors.useSocial(id);
          const { getTokenResponseAndUserInfo: _left, ...instance } = live.instance;
          const getUserInfo: SocialConnector['getUserInfo'] = async (_callback, getSession) => {
            if (asks) await getSession('of somebody else');
            return { id: '1', issuer: github().issuer, rawData: {} };
          };
          return { ...live, instance: { ...instance, getUserInfo } };
        },
      };
      const settings = { publicUrl, returnOrigins: [], sessionLifetime: 1000 };
      const signIn = createSignIn(host, settings, careless, users);
      const browser = testBrowser({ app: signInRoutes({ signIn, connectors, users, settings }) });
      const state = new URL(await startAt(browser, 'gh')).searchParams.get('state') ?? '';
      for (const query of ['', '?state=', '?state=foreign', `?state=${state}&state=${state}`]) {
        expect((await browser.get(`/callback/gh${query}`)).status).toBe(401);
      }
      asks = false;
      expect((await browser.get(`/callback/gh?state=${state}`)).status).toBe(401);
      expect(await usersOf(host)).toEqual([]);
      asks = true;
      expect((await browser.get(`/callback/gh?state=${state}`)).status).toBe(303);
      expect((await browser.get(`/callback/gh?state=${state}`)).status).toBe(401);
    });

    test('attack: a sign-in that is older than ten minutes', async () => {
      let now = Date.now();
      const host = await open({ egress, clock: { now: () => now } });
      const browser = testBrowser(await siteWithBoth(host));
      const callback = await github().callbackFor(await startAt(browser, 'gh'));
      now += 10 * 60_000;
      expect((await browser.get(callback)).status).toBe(401);
      expect(github().calls.token).toBe(0);
    });

    test('attack: code injection: a code of another session', async () => {
      const host = await open({ egress });
      const site = await siteWithBoth(host);
      const [attacker, victim] = [testBrowser(site), testBrowser(site)];
      const stolen = await atOidc(await startAt(victim, 'acme'));
      const callback = await atOidc(await startAt(attacker, 'acme'));
      callback.searchParams.set('code', stolen.searchParams.get('code') ?? '');
      expect((await attacker.get(callback)).status).toBe(401);
      expect(await usersOf(host)).toEqual([]);
    });

    test('attack: form_post of another content type, and of gigantic size', async () => {
      const host = await open({ egress });
      const site = await testSite(host);
      await addOidc(site, { config: { responseMode: 'form_post' } });
      const browser = testBrowser(site);
      const callback = await atOidc(await startAt(browser, 'acme'));
      const address = callback.origin + callback.pathname;
      const json = { 'content-type': 'application/json' };
      expect((await browser.post(address, {}, json)).status).toBe(400);
      expect((await browser.post(address, { state: 'x'.repeat(40_000) })).status).toBe(400);
      // A form has its parameters in the body alone.
      expect((await browser.postFrom(oidc().issuer, callback, new URLSearchParams())).status).toBe(401);
      expect((await browser.postFrom(oidc().issuer, address, callback.searchParams)).status).toBe(303);
    });

    test('attack: a Host header or forged X-Forwarded headers steering the redirect URI', async () => {
      const site = await siteWithBoth(await open({ egress }));
      const forged = {
        host: 'evil.test',
        'x-forwarded-host': 'evil.test',
        'x-forwarded-proto': 'http',
        forwarded: 'host=evil.test',
      };
      const answer = await site.app.request('http://evil.test/sign-in/gh', { headers: forged });
      const location = new URL(answer.headers.get('location') ?? '');
      expect(location.searchParams.get('redirect_uri')).toBe(`${publicUrl}/callback/gh`);
      expect(answer.headers.getSetCookie()[0]).toContain('__Host-');
    });

    test('attack: login_hint from outside does not reach the provider', async () => {
      const browser = testBrowser(await siteWithBoth(await open({ egress })));
      const url = await startAt(browser, 'acme', '?login_hint=mallory&client_id=evil&scope=admin&prompt=login');
      const { searchParams } = new URL(url);
      expect(searchParams.has('login_hint')).toBe(false);
      expect([searchParams.get('client_id'), searchParams.get('prompt')]).toEqual([oidc().clientId, 'login']);
    });

    test.each([
      ['callback/error-html', 'acme'],
      ['callback/error-code-html', 'acme'],
      ['callback/error-echoes-secret', 'acme'],
    ] as const)('attack: provider error text (%s) echoed into HTML, JSON or a log', async (variant, id) => {
      const host = await open({ egress });
      const browser = testBrowser(await siteWithBoth(host));
      oidc().use(variant);
      const page = await signInBy(browser, id, atOidc);
      const body = await page.text();
      expect(page.status).toBe(401);
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      const json = await (
        await browser.get(await atOidc(await startAt(browser, id)), { accept: 'application/json' })
      ).text();
      for (const text of [body, json]) {
        expect(text).not.toMatch(/<script|<b>access|onerror|was not expected/);
        expect(text).not.toContain(oidc().clientSecret);
        expect(text).toContain('authorization_failed');
      }
      expect(JSON.stringify(host.lines)).not.toContain(oidc().clientSecret);
    });

    test('a person who refuses at the provider gets a page with the way back, a program problem details', async () => {
      const host = await open({ egress });
      const browser = testBrowser(await siteWithBoth(host));
      oidc().use('callback/access-denied');
      const page = await signInBy(browser, 'acme', atOidc);
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(await page.text()).toMatch(/refused the sign-in\.[^]*href="https:\/\/login\.example\.test\/sign-in"/);
      const callback = await atOidc(await startAt(browser, 'acme'));
      const problem = await browser.get(callback, { accept: 'application/json' });
      expect(problem.headers.get('content-type')).toBe('application/problem+json');
      expect(await problem.json()).toMatchObject({ status: 401, code: 'authorization_failed', type: 'about:blank' });
      expect(host.lines.at(-1)).toMatchObject({
        level: 'warn',
        event: 'sign_in.failed',
        fields: { code: 'authorization_failed', details: { providerCode: 'access_denied' } },
      });
    });

    test('the application may answer with a page of its own', async () => {
      const site = await siteWithBoth(await open({ egress }), {
        renderError: ({ code, status }) => (code === 'session_invalid' ? new Response('Mine.', { status }) : undefined),
      });
      const browser = testBrowser(site);
      expect(await (await browser.get('/callback/gh?code=x&state=y')).text()).toBe('Mine.');
      expect(await (await browser.get('/sign-in/none')).text()).toContain('connector_not_found');
    });
  });
});
