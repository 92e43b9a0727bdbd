import { startGithub } from '@jackfield/connector-test-kit/github';
import { describe, expect, test } from 'vitest';
import { onEachDatabase } from '../testing/databases.ts';
import { publicUrl, signInBy, testBrowser, testSite } from '../testing/sign-in.ts';
import { identitiesOf, problemOf, useFakes, usersOf } from '../testing/sign-in-fakes.ts';
import { signInRoutes } from './routes.ts';
import { createSignIn } from './sign-in.ts';

const { egress, github, oidc, atGithub, atOidc, person, addOidc, siteWithBoth } = useFakes();

onEachDatabase((open) => {
  describe('who comes back', () => {
    test('attack: another issuer behind a target that has identities', async () => {
      const host = await open({ egress });
      const { connectors, users } = await siteWithBoth(host);
      const expecting = (issuer: string) => ({
        ...connectors,
        useSocial: async (id: string) => ({ ...(await connectors.useSocial(id)), issuer }),
      });
      const settings = { publicUrl, returnOrigins: [], sessionLifetime: 1000 };
      const statusWith = async (issuer: string) => {
        const signIn = createSignIn(host, settings, expecting(issuer), users);
        const browser = testBrowser({ app: signInRoutes({ signIn, connectors, users, settings }) });
        return problemOf(await signInBy(browser, 'gh', atGithub()));
      };
      for (const issuer of ['https://github.com/login/oauth', `${github().issuer}/`, `${github().issuer}/{tenantid}`]) {
        const { status, body } = await statusWith(issuer);
        expect([status, body.includes('identity_source_changed')]).toEqual([409, true]);
      }
      expect(await usersOf(host)).toEqual([]);
      expect((await statusWith(github().issuer)).status).toBe(303);
    });

    test('one of many tenants signs in; each issuer has its own people', async () => {
      const host = await open({ egress });
      const site = await testSite(host);
      const issuer = `${oidc().issuer}/organizations/v2.0`;
      await addOidc(site, { config: { issuer, tenants: { kind: 'any' } } });
      for (const variant of ['multi-tenant/good', 'multi-tenant/other-tenant', 'multi-tenant/good'] as const) {
        oidc().use(variant, {
          description: 'Nothing verified.',
          person: (claims) => ({ ...claims, email_verified: false }),
        });
        expect((await signInBy(testBrowser(site), 'acme', atOidc)).status).toBe(303);
      }
      const identities = await identitiesOf(host);
      expect(identities.map(({ subject }) => subject)).toEqual(['ada-1815', 'ada-1815']);
      expect(new Set(identities.map(({ issuer: one }) => one)).size).toBe(2);
    });

    test('attack: an unverified e-mail never reaches a user, and matches nobody (nOAuth)', async () => {
      const host = await open({ egress });
      const site = await siteWithBoth(host, { linking: 'automatic' });
      await signInBy(testBrowser(site), 'gh', atGithub());
      person({ sub: 'mallory', email: 'ada@example.test', email_verified: false });
      const browser = testBrowser(site);
      expect((await signInBy(browser, 'acme', atOidc)).status).toBe(303);
      const session = await site.signIn.getSession(browser.request());
      expect(session?.user).toMatchObject({ email: null, emailVerified: false });
      expect(await usersOf(host)).toHaveLength(2);
    });

    test('attack: numeric ids beyond 2^53 keep their digits', async () => {
      const host = await open({ egress });
      const site = await siteWithBoth(host);
      const big = await startGithub({
        people: [
          { id: 9_007_199_254_740_993n, login: 'big', name: null, publicEmail: null, addresses: [], memberships: [] },
        ],
      });
      try {
        const { clientId, clientSecret, enterpriseUrl } = big;
        await site.connectors.update(
          'gh',
          { config: { clientId, clientSecret, enterpriseUrl }, allowIssuer: big.issuer },
          'cli',
        );
        expect((await signInBy(testBrowser(site), 'gh', (url) => big.callbackFor(url))).status).toBe(303);
        expect(await identitiesOf(host)).toMatchObject([{ subject: '9007199254740993' }]);
      } finally {
        await big.close();
      }
    });

    test('the application hears of a new person, with what the provider said', async () => {
      const host = await open({ egress });
      const heard: unknown[] = [];
      const site = await siteWithBoth(host, { onSignIn: (event) => void heard.push(event) });
      await signInBy(testBrowser(site), 'gh', atGithub());
      await signInBy(testBrowser(site), 'gh', atGithub());
      expect(heard).toMatchObject([
        {
          isNewUser: true,
          isLinking: false,
          user: { email: 'ada@example.test' },
          identity: { subject: '18151210' },
          connector: { id: 'gh', target: 'github' },
          userInfo: { id: '18151210', rawData: { user: { login: 'ada-lovelace' } } },
        },
        { isNewUser: false },
      ]);
      expect(heard[0]).not.toHaveProperty('tokens');
    });

    test('the application may refuse, and nothing of it stays', async () => {
      const host = await open({ egress });
      const site = await siteWithBoth(host, {
        onSignIn: ({ user }) => (user.name === 'ghopper' ? undefined : { refuse: 'Only <Grace>.' }),
      });
      const browser = testBrowser(site);
      const { status, body } = await problemOf(await signInBy(browser, 'gh', atGithub()));
      expect([status, body.includes('Only &lt;Grace&gt;.')]).toEqual([403, true]);
      expect(await site.signIn.getSession(browser.request())).toBeUndefined();
      expect(await usersOf(host)).toEqual([]);
      const audit = await host.database.read((db) =>
        db.selectFrom('audit').select('action').orderBy('sequence').execute(),
      );
      expect(audit.map(({ action }) => action).slice(-2)).toEqual(['user.create', 'user.remove']);
      expect((await signInBy(browser, 'gh', atGithub('ghopper'))).status).toBe(303);
      expect(await usersOf(host)).toHaveLength(1);
    });

    test('a refusal does not undo what a parallel sign-in of the same person has become', async () => {
      const host = await open({ egress });
      const inside: { other?: Promise<Response> } = {};
      const site = await siteWithBoth(host, {
        onSignIn: async () => {
          if (inside.other) return undefined;
          inside.other = signInBy(other, 'gh', atGithub());
          await inside.other;
          return { refuse: 'Not here.' };
        },
      });
      const other = testBrowser(site);
      expect((await signInBy(testBrowser(site), 'gh', atGithub())).status).toBe(403);
      expect((await inside.other)?.status).toBe(303);
      expect(await site.signIn.getSession(other.request())).toMatchObject({ identity: { target: 'github' } });
    });

    test('a hook that fails lets nobody in, and its words stay inside', async () => {
      const host = await open({ egress });
      const site = await siteWithBoth(host, {
        onSignIn: () => {
          throw new Error('billing database said no');
        },
      });
      const { status, body } = await problemOf(await signInBy(testBrowser(site), 'gh', atGithub()));
      expect([status, body.includes('billing')]).toEqual([500, false]);
      expect(await usersOf(host)).toEqual([]);
    });
  });
});
