import type { AuthorizationRequest, Runtime, SocialSession } from '@jackfield/connector-kit';
import { type OAuthPerson, type OAuthProvider, oauthPeople } from '@jackfield/connector-test-kit/oauth';
import { createRuntime } from '@jackfield/egress';
import { createOAuthStandard, type OAuthStandardConfig, type OAuthStandardConnector } from '../index.ts';

export const redirectUri = 'https://app.example.test/callback';

/** @param timeout milliseconds that a request may take */
export function createTestRuntime(timeout = 2000): Runtime {
  return createRuntime({ egress: { privateHosts: ['127.0.0.1'], timeout } });
}

/** A configuration that fits a fake of the shape `plain`. */
export function configFor(
  { endpoints, origin, clientId, clientSecret }: OAuthProvider,
  changes: Partial<OAuthStandardConfig> = {},
): OAuthStandardConfig {
  return {
    clientId,
    clientAuthentication: { method: 'client_secret_basic', clientSecret },
    authorizationEndpoint: endpoints.authorize,
    tokenEndpoint: endpoints.token,
    ...(endpoints.revocation === undefined ? {} : { revocationEndpoint: endpoints.revocation }),
    issuer: { url: origin, inCallback: 'required' },
    scope: 'profile email',
    userInfo: { endpoint: endpoints.userinfo },
    profile: { id: 'id', email: 'email', emailVerified: 'email_verified', name: 'name', avatar: 'picture' },
    // GitHub's code, which some variants of the fake answer.
    tokenErrors: { bad_verification_code: 'invalid_grant' },
    ...changes,
  };
}

export async function createFor(
  provider: OAuthProvider,
  runtime: Runtime,
  changes: Partial<OAuthStandardConfig> = {},
): Promise<OAuthStandardConnector> {
  return createOAuthStandard({ config: configFor(provider, changes), runtime });
}

/** A whole sign-in, with a session that can be taken once. */
export async function signIn(
  connector: OAuthStandardConnector,
  provider: OAuthProvider,
  { person = oauthPeople.verified, ...request }: { person?: OAuthPerson } & Partial<AuthorizationRequest> = {},
) {
  let session: SocialSession | undefined;
  const url = await connector.getAuthorizationUri({ redirectUri, ...request }, (stored) => {
    session = stored;
  });
  const callback = await provider.callbackFor(url, person);
  return connector.getTokenResponseAndUserInfo(callback.searchParams, () => {
    const taken = session;
    session = undefined;
    return taken;
  });
}
