import { describe, expect, test } from 'vitest';
import { onEachDatabase } from '../testing/databases.ts';
import { publicUrl, signInBy, startAt, testBrowser, testSite } from '../testing/sign-in.ts';
import { identitiesOf, useFakes, usersOf } from '../testing/sign-in-fakes.ts';

const { egress, github, oidc, atGithub, atOidc, person, addGithub, addGithubAsOAuth, addOidc, siteWithBoth } =
  useFakes();

onEachDatabase((open) => {
  describe('signing in', () => {
    test('makes a user, an identity and a session, and goes back to where the person was', async () => {
      const host = await open({ egress });
      const site = await siteWithBoth(host);
      const browser = testBrowser(site);
      const response = await signInBy(browser, 'gh', atGithub(), '?return_to=/account?tab=1');
      expect(response.status).toBe(303);
      expect(response.headers.get('location')).toBe(`${publicUrl}/account?tab=1`);
      expect(response.headers.get('cache-control')).toBe('no-store');

      const session = await site.signIn.getSession(browser.request());
      expect(session).toMatchObject({
        user: {
          name: 'Ada Lovelace',
          email: 'ada@example.test',
          emailVerified: true,
          lastSignInAt: expect.any(Number),
        },
        identity: { target: 'github', subject: '18151210', issuer: github().issuer, email: 'ada@example.test' },
        connector: 'gh',
      });
      expect((session?.expiresAt ?? 0) - (session?.createdAt ?? 0)).toBe(3_600_000);
      expect(await (await browser.get('/session')).json()).toEqual({ session });
    });

    test('cookies are host-only, out of the reach of scripts, and only their hashes are stored', async () => {
      const host = await open({ egress });
      const site = await siteWithBoth(host);
      const browser = testBrowser(site);
      const url = await startAt(browser, 'gh');
      expect(browser.lines).toEqual([
        expect.stringMatching(/^__Host-jackfield-browser=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
      ]);
      const [signIn] = await host.database.read((db) => db.selectFrom('sign_ins').selectAll().execute());
      const state = new URL(url).searchParams.get('state') ?? '';
      const stored = JSON.stringify(signIn);
      for (const secret of [state, ...browser.cookies.values()]) expect(stored).not.toContain(secret);
      expect(signIn?.session).toMatch(/^v1\./);

      await browser.get(await github().callbackFor(url));
      expect(browser.lines).toEqual([
        expect.stringMatching(
          /^__Host-jackfield-session=[\w-]{43}; Path=\/; Max-Age=3600; HttpOnly; Secure; SameSite=Lax$/,
        ),
      ]);
      const sessions = await host.database.read((db) => db.selectFrom('sessions').selectAll().execute());
      expect(JSON.stringify(sessions)).not.toContain(browser.cookies.get('__Host-jackfield-session'));
      expect(await host.database.read((db) => db.selectFrom('sign_ins').selectAll().execute())).toEqual([]);
    });

    test('again: the same user, and a new session in the place of the old one', async () => {
      const host = await open({ egress });
      const site = await siteWithBoth(host);
      const browser = testBrowser(site);
      await signInBy(browser, 'gh', atGithub());
      const [first, old] = [await site.signIn.getSession(browser.request()), browser.request()];
      await signInBy(browser, 'gh', atGithub());
      const second = await site.signIn.getSession(browser.request());
      expect(second?.user.id).toBe(first?.user.id);
      expect(await site.signIn.getSession(old)).toBeUndefined();
      expect(await usersOf(host)).toHaveLength(1);
    });

    test("an OAuth connector with GitHub's target and issuer reaches the accounts of the GitHub connector", async () => {
      const host = await open({ egress });
      const site = await testSite(host);
      await addGithubAsOAuth(site, 'github');
      await signInBy(testBrowser(site), 'gh-oauth', atGithub());
      await site.connectors.remove('gh-oauth', 'cli');
      await addGithub(site);
      await signInBy(testBrowser(site), 'gh', atGithub());
      expect(await usersOf(host)).toHaveLength(1);
      expect(await identitiesOf(host)).toHaveLength(1);
    });

    test('different targets are never matched by subject', async () => {
      const host = await open({ egress });
      const site = await testSite(host);
      await addGithub(site);
      await addGithubAsOAuth(site, 'forge');
      await signInBy(testBrowser(site), 'gh', atGithub());
      await signInBy(testBrowser(site), 'gh-oauth', atGithub());
      const identities = await identitiesOf(host);
      expect(identities.map(({ subject, issuer }) => [subject, issuer])).toEqual([
        ['18151210', github().issuer],
        ['18151210', github().issuer],
      ]);
      expect(await usersOf(host)).toHaveLength(2);
    });

    test('without syncProfile, name and avatar are those of the sign-up; with it, of each sign-in', async () => {
      const host = await open({ egress });
      const site = await testSite(host);
      await addOidc(site);
      const browser = testBrowser(site);
      await signInBy(browser, 'acme', atOidc);
      person({ name: 'Ada King', picture: 'https://people.example.test/king.png' });
      await signInBy(browser, 'acme', atOidc);
      const profile = async () => {
        const session = await site.signIn.getSession(browser.request());
        return [session?.user.name, session?.user.avatar, session?.identity?.name];
      };
      expect(await profile()).toEqual(['Ada Lovelace', 'https://people.example.test/ada.png', 'Ada King']);
      await site.connectors.update('acme', { syncProfile: true }, 'cli');
      await signInBy(browser, 'acme', atOidc);
      expect(await profile()).toEqual(['Ada King', 'https://people.example.test/king.png', 'Ada King']);
      person({ name: undefined, picture: undefined });
      await signInBy(browser, 'acme', atOidc);
      expect(await profile()).toEqual(['Ada King', 'https://people.example.test/king.png', null]);
    });

    test('parallel first sign-ins of one person, in two processes, make one user', async () => {
      const host = await open({ egress });
      const site = await siteWithBoth(host);
      const other = await testSite(await host.again());
      const browsers = [site, other, site, other].map((one) => testBrowser(one));
      const callbacks = await Promise.all(browsers.map(async (browser) => atGithub()(await startAt(browser, 'gh'))));
      const answers = await Promise.all(browsers.map((browser, index) => browser.get(callbacks[index] ?? '')));
      expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
      expect(await usersOf(host)).toHaveLength(1);
      expect(await identitiesOf(host)).toHaveLength(1);
      const sessions = await Promise.all(browsers.map((browser) => site.signIn.getSession(browser.request())));
      expect(new Set(sessions.map((session) => session?.user.id)).size).toBe(1);
    });

    test('two tabs of one browser finish in any order', async () => {
      const site = await siteWithBoth(await open({ egress }));
      const browser = testBrowser(site);
      const one = await startAt(browser, 'gh', '?return_to=/one');
      const two = await startAt(browser, 'acme', '?return_to=/two');
      expect((await browser.get(await atOidc(two))).headers.get('location')).toBe(`${publicUrl}/two`);
      expect((await browser.get(await github().callbackFor(one, 'ghopper'))).headers.get('location')).toBe(
        `${publicUrl}/one`,
      );
    });

    test('a form that the provider posts (form_post) is taken, with a cookie that comes with it', async () => {
      const host = await open({ egress });
      const site = await testSite(host);
      await addOidc(site, { config: { responseMode: 'form_post' } });
      const browser = testBrowser(site);
      const callback = await atOidc(await startAt(browser, 'acme'));
      expect(browser.lines).toEqual([expect.stringMatching(/; Secure; SameSite=None$/)]);
      const answer = await browser.postFrom(oidc().issuer, callback.origin + callback.pathname, callback.searchParams);
      expect(answer.status).toBe(303);
      expect(await site.signIn.getSession(browser.request())).toMatchObject({ connector: 'acme' });
    });

    test('on http on this machine, cookies need no TLS', async () => {
      const address = 'http://127.0.0.1:4000';
      const site = await siteWithBoth(await open({ egress }), { publicUrl: address });
      const browser = testBrowser(site, address);
      const url = await startAt(browser, 'gh');
      expect(new URL(url).searchParams.get('redirect_uri')).toBe(`${address}/callback/gh`);
      expect(browser.lines).toEqual([
        expect.stringMatching(/^jackfield-browser=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/),
      ]);
      expect((await browser.get(await github().callbackFor(url))).status).toBe(303);
      expect(await site.signIn.getSession(browser.request())).toBeDefined();
    });

    test('a host below a path keeps everything below it', async () => {
      const address = `${publicUrl}/auth/`;
      const site = await siteWithBoth(await open({ egress }), { publicUrl: address });
      expect(site.signIn.publicUrl.redirectUri('gh')).toBe(`${publicUrl}/auth/callback/gh`);
      expect(await (await testBrowser(site).get('/sign-in')).text()).toContain(`${publicUrl}/auth/sign-in/gh`);
    });

    test.each(['http://login.example.test', 'https://a:b@login.test', 'https://login.test/?x=1', 'login.test', ''])(
      'the public URL %j is refused',
      async (address) => {
        const host = await open({ egress });
        await expect(testSite(host, { publicUrl: address })).rejects.toMatchObject({ code: 'invalid_request' });
      },
    );
  });

  describe('sessions', () => {
    test('attack: session fixation: a planted id is never adopted', async () => {
      const host = await open({ egress });
      const site = await siteWithBoth(host);
      const browser = testBrowser(site);
      const planted = 'p'.repeat(43);
      browser.cookies.set('__Host-jackfield-session', planted);
      await signInBy(browser, 'gh', atGithub());
      expect(browser.cookies.get('__Host-jackfield-session')).not.toBe(planted);
    });

    test('a session ends when its time is over', async () => {
      let now = Date.now();
      const host = await open({ egress, clock: { now: () => now } });
      const site = await siteWithBoth(host);
      const browser = testBrowser(site);
      await signInBy(browser, 'gh', atGithub());
      now += 3_599_999;
      expect(await site.signIn.getSession(browser.request())).toBeDefined();
      now += 1;
      expect(await site.signIn.getSession(browser.request())).toBeUndefined();
    });

    test.each(['', 'x', `${'a'.repeat(42)}'`, 'é'.repeat(43)])('the cookie %j is nobody', async (value) => {
      const site = await testSite(await open({ egress }));
      const headers = { cookie: `__Host-jackfield-session=${encodeURIComponent(value)}` };
      expect(await site.signIn.getSession(new Request(publicUrl, { headers }))).toBeUndefined();
      expect(await (await site.app.request('/session', { headers })).json()).toEqual({ session: null });
    });

    test('attack: sessions of one person without end', async () => {
      let now = Date.now();
      const host = await open({ egress, clock: { now: () => now } });
      const site = await siteWithBoth(host);
      const browser = testBrowser(site);
      await signInBy(browser, 'gh', atGithub());
      const settled = { verdict: 'same', userId: (await usersOf(host))[0]?.id ?? '' } as const;
      for (let n = 0; n < 105; n += 1) {
        now += 1;
        await site.signIn.startSession(new Request(publicUrl), settled);
      }
      const rows = await host.database.read((db) => db.selectFrom('sessions').select('created_at').execute());
      expect(rows).toHaveLength(100);
      expect(Math.max(...rows.map((row) => row.created_at))).toBe(now);
      expect(await site.signIn.getSession(browser.request())).toBeUndefined();
    });

    test('somebody who has proved otherwise who they are gets a session too', async () => {
      const host = await open({ egress });
      const site = await siteWithBoth(host);
      const browser = testBrowser(site);
      await signInBy(browser, 'gh', atGithub());
      const user = (await site.signIn.getSession(browser.request()))?.user;
      const settled = { verdict: 'same', userId: user?.id ?? '' } as const;
      const line = await site.signIn.startSession(new Request(publicUrl), settled);
      const headers = { cookie: line.split(';')[0] ?? '' };
      const session = await site.signIn.getSession(new Request(publicUrl, { headers }));
      expect(session?.user.id).toBe(user?.id);
      expect(session).not.toHaveProperty('identity');
    });
  });
});
