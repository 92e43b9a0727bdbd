import type { Connector, Runtime, SocialConnector, SocialSession } from '@jackfield/connector-kit';
import type { StartSubject } from '../measure/subject.ts';
import { client, type World } from '../provider/world.ts';
import { createBenchRuntime, loadConnector } from './load-connector.ts';
import { type BegunSignIn, signInSubject } from './sign-in.ts';

const isSocial = (connector: Connector): connector is SocialConnector => connector.type === 'Social';

/** Sign-ins with one of this workspace's connectors, every check on. */
function socialSubject(name: string, configOf: (world: World) => object, proxied = false): StartSubject {
  return async (world) => {
    const runtime = createBenchRuntime(world, proxied);
    const begin = await signInsWith(name, configOf(world), runtime);
    return signInSubject(world, { begin, close: () => runtime.close() });
  };
}

/** How sign-ins with an instance of the connector in `packages/<name>` begin. */
export async function signInsWith(name: string, config: object, runtime: Runtime): Promise<() => Promise<BegunSignIn>> {
  const connector = await loadConnector(name, config, runtime);
  if (!isSocial(connector)) throw new Error(`${name} signs nobody in.`);
  return async () => {
    let session: SocialSession | undefined;
    const url = await connector.getAuthorizationUri({ redirectUri: client.redirectUri }, (data) => {
      session = data;
    });
    return {
      url,
      async finish(callback) {
        const { id, email } = await connector.getUserInfo(callback, () => session);
        return { id, email };
      },
    };
  };
}

const credentials = { clientId: client.id, clientSecret: client.secret };
const clientAuthentication = { method: 'client_secret_basic', clientSecret: client.secret };

/** The configuration of `oidc-standard` for the issuer of this name; there are as many issuers as names. */
export const openIdConfig = ({ origin }: World, name?: string): object => ({
  issuer: name === undefined ? `${origin}/openid` : `${origin}/openid/${name}`,
  clientId: client.id,
  clientAuthentication,
});

export const github = socialSubject('github', ({ origin }) => ({ ...credentials, enterpriseUrl: origin }));
export const githubCom = socialSubject('github', () => credentials, true);
export const google = socialSubject('google', () => credentials, true);
export const oidcStandard = socialSubject('oidc-standard', (world) => openIdConfig(world));
export const oauthStandard = socialSubject('oauth-standard', ({ origin }) => ({
  clientId: client.id,
  clientAuthentication,
  authorizationEndpoint: `${origin}/oauth/authorize`,
  tokenEndpoint: `${origin}/oauth/token`,
  scope: 'identify email',
  userInfo: { endpoint: `${origin}/oauth/me` },
  profile: { id: 'id', email: 'email', emailVerified: 'verified', name: 'global_name', avatar: 'avatar' },
}));
