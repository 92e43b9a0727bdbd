import { type GithubServer, startGithub } from '@jackfield/connector-test-kit/github';
import { type ScriptedProvider, startScriptedProvider } from '@jackfield/connector-test-kit/oidc';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { CreateConnector } from '../connectors/connectors.ts';
import type { HostContext } from '../context.ts';
import { testSite, type TestSite, type TestSiteOptions } from './sign-in.ts';

type Changes = Partial<Omit<CreateConnector, 'config'>> & { config?: object };

/** A GitHub and an OpenID provider for all tests of a file, honest again before each. */
export function useFakes() {
  const fakes: { github?: GithubServer; oidc?: ScriptedProvider } = {};
  beforeAll(async () => {
    [fakes.github, fakes.oidc] = await Promise.all([startGithub(), startScriptedProvider({ algorithm: 'ES256' })]);
  });
  afterAll(() => Promise.all([fakes.github?.close(), fakes.oidc?.close()]));
  beforeEach(() => {
    fakes.github?.reset();
    fakes.oidc?.reset();
  });
  const github = (): GithubServer => started(fakes.github);
  const oidc = (): ScriptedProvider => started(fakes.oidc);

  const addGithub = async (site: TestSite): Promise<void> => {
    const { clientId, clientSecret, enterpriseUrl } = github();
    await site.add({ id: 'gh', connectorId: 'github', config: { clientId, clientSecret, enterpriseUrl } });
  };
  const addOidc = async (site: TestSite, changes: Changes = {}): Promise<void> => {
    const { issuer, clientId, clientSecret } = oidc();
    const clientAuthentication = { method: 'client_secret_basic', clientSecret };
    await site.add({
      id: 'acme',
      connectorId: 'oidc-standard',
      metadata: { target: 'acme' },
      ...changes,
      config: { issuer, clientId, clientAuthentication, ...changes.config },
    });
  };
  return {
    egress: { privateHosts: ['127.0.0.1'] },
    github,
    oidc,
    addGithub,
    addOidc,
    /** Signs in at GitHub, the first of its people unless a login says otherwise. */
    atGithub: (login?: string) => (url: string) => github().callbackFor(url, login),
    atOidc: (url: string) => oidc().callbackFor(url),
    /** Says otherwise who signs in at the OpenID provider. */
    person: (claims: Record<string, unknown>) =>
      oidc().use({ description: 'Somebody else.', person: (honest) => ({ ...honest, ...claims }) }),
    /** GitHub by the OAuth connector, as `gh-oauth`, without addresses. */
    async addGithubAsOAuth(site: TestSite, target: string): Promise<void> {
      const { issuer, enterpriseUrl, clientId, clientSecret } = github();
      await site.add({
        id: 'gh-oauth',
        connectorId: 'oauth-standard',
        metadata: { target },
        config: {
          clientId,
          clientAuthentication: { method: 'client_secret_post', clientSecret },
          authorizationEndpoint: `${enterpriseUrl}/login/oauth/authorize`,
          tokenEndpoint: `${enterpriseUrl}/login/oauth/access_token`,
          issuer: { url: issuer },
          userInfo: { endpoint: `${enterpriseUrl}/api/v3/user` },
          profile: { id: 'id' },
        },
      });
    },
    /** GitHub as `gh`, the OpenID provider as `acme`. */
    async siteWithBoth(context: HostContext, options?: TestSiteOptions): Promise<TestSite> {
      const site = await testSite(context, options);
      await addGithub(site);
      await addOidc(site);
      return site;
    },
  };
}

export const usersOf = ({ database }: HostContext) =>
  database.read((db) => db.selectFrom('users').selectAll().orderBy('created_at').execute());

export const identitiesOf = ({ database }: HostContext) =>
  database.read((db) => db.selectFrom('identities').selectAll().orderBy('created_at').execute());

export const problemOf = async (response: Response) => ({ status: response.status, body: await response.text() });

function started<Fake>(fake: Fake | undefined): Fake {
  if (fake === undefined) throw new Error('The fakes have not started.');
  return fake;
}
