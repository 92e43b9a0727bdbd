import { describe, expect, test } from 'vitest';
import type { HostContext } from '../context.ts';
import { onEachDatabase } from '../testing/databases.ts';
import {
  publicUrl,
  signInBy,
  startAt,
  type TestBrowser,
  testBrowser,
  testSite,
  type TestSite,
} from '../testing/sign-in.ts';
import { userByAddress } from '../users/by-address.ts';
import { identitiesOf, useFakes, usersOf } from '../testing/sign-in-fakes.ts';

/** Ada has the same verified address at both. */
const { egress, github, oidc, atGithub, atOidc, siteWithBoth: openSite } = useFakes();

const pendingOf = ({ database }: HostContext) =>
  database.read((db) => db.selectFrom('pending_links').selectAll().execute());
const userIn = async (site: TestSite, browser: TestBrowser) => (await site.signIn.getSession(browser.request()))?.user;

/** Ada has an account by GitHub; in `browser` she comes from the other provider, and is asked. */
async function asked(site: TestSite): Promise<{ browser: TestBrowser; token: string }> {
  await signInBy(testBrowser(site), 'gh', atGithub());
  const browser = testBrowser(site);
  const answer = await signInBy(browser, 'acme', atOidc, '?return_to=/next');
  const [, token = ''] = /\/link\/([\w-]{43})$/.exec(answer.headers.get('location') ?? '') ?? [];
  expect(token).not.toBe('');
  return { browser, token };
}

onEachDatabase((open) => {
  describe('a first sign-in with the verified address of an account', () => {
    test('asks, and signs nobody in meanwhile', async () => {
      const host = await open({ egress });
      const site = await openSite(host);
      const { browser, token } = await asked(site);
      expect(await userIn(site, browser)).toBeUndefined();
      expect(await usersOf(host)).toHaveLength(1);
      const stored = JSON.stringify(await pendingOf(host));
      for (const secret of [token, 'ada-1815', ...browser.cookies.values()]) expect(stored).not.toContain(secret);

      const page = await (await browser.get(`/link/${token}`, { 'accept-language': 'de' })).text();
      expect(page).toContain('ada@example.test');
      expect(page).toContain(`href="${publicUrl}/sign-in/gh?link=${token}"`);
      expect(page).not.toContain('value="link"');
      const json = await browser.get(`/link/${token}`, { accept: 'application/json' });
      expect(await json.json()).toEqual({ email: 'ada@example.test', connector: 'acme', canLink: false, ways: ['gh'] });
    });

    test('signing in to that account links, once', async () => {
      const host = await open({ egress });
      const site = await openSite(host);
      const { browser, token } = await asked(site);
      const answer = await signInBy(browser, 'gh', atGithub(), `?link=${token}`);
      expect(answer.headers.get('location')).toBe(`${publicUrl}/next`);
      const user = await userIn(site, browser);
      const identities = await site.users.identities(user?.id ?? '');
      expect(identities.map(({ target }) => target).toSorted()).toEqual(['acme', 'github']);
      expect(await pendingOf(host)).toEqual([]);
      const other = testBrowser(site);
      await signInBy(other, 'acme', atOidc);
      expect((await userIn(site, other))?.id).toBe(user?.id);
      expect(await usersOf(host)).toHaveLength(1);
      const audit = await host.database.read((db) =>
        db.selectFrom('audit').select(['actor', 'action', 'details']).where('action', '=', 'identity.link').execute(),
      );
      expect(audit).toEqual([
        {
          actor: `user:${user?.id}`,
          action: 'identity.link',
          details: JSON.stringify({ target: 'acme', reasons: ['asked_by_account_holder', 'both_addresses_verified'] }),
        },
      ]);
    });

    test('attack: signing in to another account links nothing, and makes none', async () => {
      const host = await open({ egress });
      const site = await openSite(host);
      const { browser, token } = await asked(site);
      for (const login of ['mallory', 'ghopper']) {
        const answer = await signInBy(browser, 'gh', atGithub(login), `?link=${token}`);
        expect(answer.status).toBe(409);
      }
      await signInBy(testBrowser(site), 'gh', atGithub('ghopper'));
      expect((await signInBy(browser, 'gh', atGithub('ghopper'), `?link=${token}`)).status).toBe(409);
      expect(await userIn(site, browser)).toBeUndefined();
      expect((await identitiesOf(host)).map(({ target }) => target)).toEqual(['github', 'github']);
    });

    test('a separate account has no address: that stays where it was', async () => {
      const host = await open({ egress });
      const site = await openSite(host);
      const { browser, token } = await asked(site);
      const answer = await browser.post(`/link/${token}`, { action: 'separate' });
      expect(answer.headers.get('location')).toBe(`${publicUrl}/next`);
      expect(await userIn(site, browser)).toMatchObject({ name: 'Ada Lovelace', email: null, emailVerified: false });
      expect((await usersOf(host)).map(({ email }) => email)).toEqual(['ada@example.test', null]);
      expect((await identitiesOf(host)).map(({ email }) => email)).toEqual(['ada@example.test', 'ada@example.test']);
      expect((await browser.post(`/link/${token}`, { action: 'separate' })).status).toBe(404);
      await signInBy(browser, 'acme', atOidc);
      expect(await usersOf(host)).toHaveLength(2);
    });

    test('somebody who is signed in to that account links by a button', async () => {
      const host = await open({ egress });
      const site = await openSite(host);
      const { browser, token } = await asked(site);
      expect((await browser.post(`/link/${token}`, { action: 'link' })).status).toBe(401);
      await signInBy(browser, 'gh', atGithub());
      expect(await (await browser.get(`/link/${token}`)).text()).toContain('value="link"');
      const answer = await browser.post(`/link/${token}`, { action: 'link' });
      expect(answer.headers.get('location')).toBe(`${publicUrl}/next`);
      expect(await identitiesOf(host)).toHaveLength(2);
      expect(await usersOf(host)).toHaveLength(1);
    });

    test('attack: somebody who is signed in to another account cannot link', async () => {
      const host = await open({ egress });
      const site = await openSite(host);
      const { browser, token } = await asked(site);
      await signInBy(browser, 'gh', atGithub('mallory'));
      expect(await (await browser.get(`/link/${token}`)).text()).not.toContain('value="link"');
      expect((await browser.post(`/link/${token}`, { action: 'link' })).status).toBe(404);
      expect((await identitiesOf(host)).map(({ target }) => target)).toEqual(['github', 'github']);
    });

    test('attack: the question of another browser', async () => {
      const host = await open({ egress });
      const site = await openSite(host);
      const { token } = await asked(site);
      const thief = testBrowser(site);
      await signInBy(thief, 'gh', atGithub());
      const answers = [
        await thief.get(`/link/${token}`),
        await thief.get(`/sign-in/gh?link=${token}`),
        await thief.post(`/link/${token}`, { action: 'link' }),
        await thief.post(`/link/${token}`, { action: 'separate' }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
      expect(await pendingOf(host)).toHaveLength(1);
    });

    test('attack: the answer in parallel, in two processes: one is taken', async () => {
      const host = await open({ egress });
      const site = await openSite(host);
      const second = await testSite(await host.again());
      const { browser, token } = await asked(site);
      const twin = testBrowser(second);
      for (const [name, value] of browser.cookies) twin.cookies.set(name, value);
      const answers = await Promise.all(
        [browser, twin, browser, twin].map((one) => one.post(`/link/${token}`, { action: 'separate' })),
      );
      expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 404)).toHaveLength(3);
      expect(await usersOf(host)).toHaveLength(2);
    });

    test.each([
      ['another site', { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' }],
      ['a sibling', { origin: 'https://evil.example.test', 'sec-fetch-site': 'same-site' }],
      ['a sandbox', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
      ['a lie', { origin: publicUrl, 'sec-fetch-site': 'cross-site' }],
    ])('attack: cross-site answer from %s', async (_, headers) => {
      const host = await open({ egress });
      const site = await openSite(host);
      const { browser, token } = await asked(site);
      await signInBy(browser, 'gh', atGithub());
      for (const action of ['link', 'separate']) {
        expect((await browser.post(`/link/${token}`, { action }, headers)).status).toBe(403);
      }
      expect(await identitiesOf(host)).toHaveLength(1);
    });

    test('somebody whose account is by a code signs in by that, and links by the button', async () => {
      const host = await open({ egress });
      const site = await openSite(host);
      const settled = await userByAddress(host, { kind: 'email', address: 'Ada@example.test' });
      const browser = testBrowser(site);
      const { headers } = await signInBy(browser, 'acme', atOidc);
      const question = headers.get('location') ?? '';
      expect(await (await browser.get(question)).text()).toContain('open this page again');
      const cookie = await site.signIn.startSession(browser.request(), settled);
      browser.cookies.set('__Host-jackfield-session', /=([\w-]+);/.exec(cookie)?.[1] ?? '');
      expect((await browser.post(question, { action: 'link' })).status).toBe(303);
      expect(await identitiesOf(host)).toMatchObject([{ user_id: settled.userId, target: 'acme' }]);
    });

    test('the question is over after ten minutes', async () => {
      let now = Date.now();
      const host = await open({ egress, clock: { now: () => now } });
      const site = await openSite(host);
      const { browser, token } = await asked(site);
      now += 9 * 60_000;
      const started = await startAt(browser, 'gh', `?link=${token}`);
      now += 60_000;
      expect((await browser.get(`/link/${token}`)).status).toBe(404);
      expect((await browser.get(await github().callbackFor(started))).status).toBe(409);
      expect(await identitiesOf(host)).toHaveLength(1);
    });

    test('two strangers of one address at once: one makes the account, the other is asked', async () => {
      const host = await open({ egress });
      const site = await openSite(host);
      const second = await testSite(await host.again());
      const [one, other] = [testBrowser(site), testBrowser(second)];
      const callbacks = [
        await atGithub()(await startAt(one, 'gh')),
        await atOidc(await startAt(other, 'acme')),
      ] as const;
      const answers = await Promise.all([one.get(callbacks[0]), other.get(callbacks[1])]);
      const locations = answers.map((answer) => answer.headers.get('location') ?? '');
      expect(locations.filter((location) => location.includes('/link/'))).toHaveLength(1);
      expect(await usersOf(host)).toHaveLength(1);
    });
  });

  describe('other policies', () => {
    test('never: a separate account at once', async () => {
      const host = await open({ egress });
      const site = await openSite(host, { linking: 'never' });
      await signInBy(testBrowser(site), 'gh', atGithub());
      expect((await signInBy(testBrowser(site), 'acme', atOidc)).headers.get('location')).toBe(`${publicUrl}/`);
      expect((await usersOf(host)).map(({ email }) => email)).toEqual(['ada@example.test', null]);
    });

    test('automatic (weakening): the same account at once, also after a refusal nothing stays', async () => {
      const host = await open({ egress });
      let refuses = true;
      const site = await openSite(host, {
        linking: 'automatic',
        onSignIn: ({ isLinking }) => (isLinking && refuses ? { refuse: 'Not today.' } : undefined),
      });
      await signInBy(testBrowser(site), 'gh', atGithub());
      const browser = testBrowser(site);
      expect((await signInBy(browser, 'acme', atOidc)).status).toBe(403);
      expect(await identitiesOf(host)).toHaveLength(1);
      expect(await usersOf(host)).toHaveLength(1);
      refuses = false;
      expect((await signInBy(browser, 'acme', atOidc)).status).toBe(303);
      expect(await identitiesOf(host)).toHaveLength(2);
      expect(await usersOf(host)).toHaveLength(1);
    });

    test('attack: pre-hijack: a local, never verified address never joins a verified social one', async () => {
      const host = await open({ egress });
      const site = await openSite(host, { linking: 'automatic' });
      await host.database.write((tx) =>
        tx
          .insertInto('users')
          .values({
            id: 'planted',
            name: 'Mallory',
            avatar: null,
            email: 'ADA@example.test',
            email_key: 'ada@example.test',
            email_verified: 0,
            phone: null,
            phone_verified: 0,
            created_at: 1,
            updated_at: 1,
            last_sign_in_at: null,
          })
          .execute(),
      );
      const browser = testBrowser(site);
      await signInBy(browser, 'gh', atGithub());
      const user = await userIn(site, browser);
      expect(user).toMatchObject({ email: 'ada@example.test', emailVerified: true });
      expect(user?.id).not.toBe('planted');
      expect(await site.users.identities('planted')).toEqual([]);
    });
  });

  describe('a signed-in person', () => {
    const add = async (browser: TestBrowser, connector: string) => {
      const started = await browser.post(`/identities/add/${connector}`, { return_to: '/settings' });
      return started.headers.get('location') ?? '';
    };

    test('adds an identity with another verified address, and takes one away', async () => {
      const host = await open({ egress });
      const site = await openSite(host);
      const browser = testBrowser(site);
      await signInBy(browser, 'gh', atGithub('ghopper'));
      const before = browser.cookies.get('__Host-jackfield-session');
      const answer = await browser.get(await atOidc(await add(browser, 'acme')));
      expect(answer.headers.get('location')).toBe(`${publicUrl}/settings`);
      expect(browser.cookies.get('__Host-jackfield-session')).toBe(before);
      const { identities } = (await (await browser.get('/identities')).json()) as {
        identities: { id: string; target: string }[];
      };
      expect(identities.map(({ target }) => target).toSorted()).toEqual(['acme', 'github']);
      expect(await usersOf(host)).toHaveLength(1);

      const acme = identities.find(({ target }) => target === 'acme')?.id ?? '';
      expect(await (await browser.post(`/identities/remove/${acme}`)).json()).toMatchObject({
        identities: [{ target: 'github' }],
      });
      const last = identities.find(({ target }) => target === 'github')?.id ?? '';
      expect((await browser.post(`/identities/remove/${last}`)).status).toBe(409);
      expect(await identitiesOf(host)).toHaveLength(1);
    });

    test('takes both of two ways away at once, in two processes: one stays', async () => {
      const host = await open({ egress });
      const site = await openSite(host);
      const browser = testBrowser(site);
      await signInBy(browser, 'gh', atGithub());
      await browser.get(await atOidc(await add(browser, 'acme')));
      const second = await testSite(await host.again());
      const { id = '' } = (await userIn(site, browser)) ?? {};
      const [one, other] = await site.users.identities(id);
      const results = await Promise.allSettled([
        site.users.unlink(id, one?.id ?? ''),
        second.users.unlink(id, other?.id ?? ''),
      ]);
      expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(await identitiesOf(host)).toHaveLength(1);
    });

    test('cannot add the identity of another account, nor one without a verified address', async () => {
      const host = await open({ egress });
      const site = await openSite(host);
      await signInBy(testBrowser(site), 'acme', atOidc);
      const browser = testBrowser(site);
      await signInBy(browser, 'gh', atGithub('ghopper'));
      expect((await browser.get(await atOidc(await add(browser, 'acme')))).status).toBe(409);
      oidc().use({
        description: 'Not verified.',
        person: (claims) => ({ ...claims, sub: 'new', email_verified: false }),
      });
      expect((await browser.get(await atOidc(await add(browser, 'acme')))).status).toBe(409);
      expect(await identitiesOf(host)).toHaveLength(2);
    });

    test("attack: an identity of somebody else's, and nobody's, cannot be taken away", async () => {
      const host = await open({ egress });
      const site = await openSite(host);
      await signInBy(testBrowser(site), 'acme', atOidc);
      const [victim] = await identitiesOf(host);
      const browser = testBrowser(site);
      await signInBy(browser, 'gh', atGithub('ghopper'));
      expect((await browser.post(`/identities/remove/${victim?.id}`)).status).toBe(404);
      expect((await browser.post("/identities/remove/x' or '1'='1")).status).toBe(404);
      expect((await testBrowser(site).post(`/identities/remove/${victim?.id}`)).status).toBe(401);
      expect(await identitiesOf(host)).toHaveLength(2);
    });

    test('attack: a link that somebody left open is not finished by whoever comes next', async () => {
      const host = await open({ egress });
      const site = await openSite(host);
      const browser = testBrowser(site);
      await signInBy(browser, 'gh', atGithub('ghopper'));
      const url = await add(browser, 'acme');
      await browser.post('/sign-out');
      expect((await browser.get(await atOidc(url))).status).toBe(401);
      expect(await identitiesOf(host)).toHaveLength(1);
    });

    test('adds nothing once their session has ended by its age', async () => {
      let now = Date.now();
      const host = await open({ egress, clock: { now: () => now } });
      const site = await openSite(host, { sessionLifetime: 60_000 });
      const browser = testBrowser(site);
      await signInBy(browser, 'gh', atGithub('ghopper'));
      const url = await add(browser, 'acme');
      now += 60_000;
      expect((await browser.get(await atOidc(url))).status).toBe(401);
      expect(await identitiesOf(host)).toHaveLength(1);
    });

    test('attack: another site starts a link, or somebody who is not signed in', async () => {
      const host = await open({ egress });
      const site = await openSite(host);
      const browser = testBrowser(site);
      expect((await browser.post('/identities/add/acme')).status).toBe(401);
      await signInBy(browser, 'gh', atGithub());
      const from = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' };
      expect((await browser.post('/identities/add/acme', {}, from)).status).toBe(403);
      expect((await browser.get('/identities/add/acme')).status).toBe(404);
      expect(await host.database.read((db) => db.selectFrom('sign_ins').selectAll().execute())).toEqual([]);
    });
  });
});
