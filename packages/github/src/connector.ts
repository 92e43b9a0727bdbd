import {
  type AuthorizationRequest,
  type ConfigSource,
  createConfigReader,
  type DiagnosticStep,
  type SetSession,
  type SocialConnector,
  type SocialUserInfo,
  type TokenResponse,
} from '@jackfield/connector-kit';
import {
  createOAuthClient,
  finishOAuthSignIn,
  getAuthorizationUri,
  getIssuer,
  type OAuthClient,
  type OAuthConnectorOptions,
  refreshTokens,
} from '@jackfield/oauth-kit';
import { configGuard, type GithubConfig } from './config.ts';
import { diagnose } from './diagnose.ts';
import { githubEndpoints } from './endpoints.ts';
import { metadata } from './metadata.ts';
import type { Opened } from './opened.ts';
import { revokeToken } from './revoke-token.ts';
import { toSettings } from './settings.ts';
import { readUser } from './user-info.ts';

/** What {@link createGithub} takes. */
export type GithubOptions = ConfigSource<GithubConfig> & OAuthConnectorOptions;

/** A connector to GitHub, which speaks OAuth 2.0: there are no ID tokens and there is no session to end. */
export type GithubConnector = SocialConnector &
  Required<
    Pick<SocialConnector, 'getIssuer' | 'getTokenResponseAndUserInfo' | 'getAccessTokenByRefreshToken' | 'revokeToken'>
  >;

/**
 * Makes a connector to github.com or to a GitHub Enterprise. Nothing is called before it is used.
 *
 * @throws `invalid_config` naming every wrong field
 */
export async function createGithub(options: GithubOptions): Promise<GithubConnector> {
  const open = createConfigReader(configGuard, metadata.id, options, (config): Opened => {
    const endpoints = githubEndpoints(config.enterpriseUrl);
    return { config, endpoints, client: createOAuthClient(options, toSettings(config, endpoints)) };
  });
  const signIn = async (
    ...[callback, getSession]: Parameters<SocialConnector['getUserInfo']>
  ): Promise<{ tokenResponse: TokenResponse; userInfo: SocialUserInfo }> => {
    const { config, endpoints, client } = await open();
    const { tokens } = await finishOAuthSignIn(client, callback, getSession);
    const userInfo = await readUser(client, endpoints, tokens, config.allowedOrganizations);
    return { tokenResponse: withSpacedScope(tokens), userInfo };
  };

  return {
    type: metadata.type,
    metadata,
    configGuard,
    getIssuer: async () => getIssuer((await open()).client),
    getAuthorizationUri: async (request, setSession) => authorizationUri((await open()).client, request, setSession),
    getUserInfo: async (callback, getSession) => (await signIn(callback, getSession)).userInfo,
    getTokenResponseAndUserInfo: signIn,
    getAccessTokenByRefreshToken: async (refreshToken) =>
      withSpacedScope(await refreshTokens((await open()).client, refreshToken)),
    revokeToken: async (token, hint) => {
      const { config, endpoints, client } = await open();
      return revokeToken(client, endpoints, config, token, hint);
    },
    diagnose: (): AsyncIterable<DiagnosticStep> => diagnose(open),
  };
}

/** GitHub's name for `login_hint` is `login`. */
async function authorizationUri(
  client: OAuthClient,
  request: AuthorizationRequest,
  setSession: SetSession,
): Promise<string> {
  const address = await getAuthorizationUri(client, request, setSession);
  if (request.loginHint === undefined) return address;
  const uri = new URL(address);
  uri.searchParams.delete('login_hint');
  uri.searchParams.set('login', request.loginHint);
  return uri.href;
}

/** GitHub separates scopes by commas; RFC 6749 §3.3 says spaces. */
function withSpacedScope(tokens: TokenResponse): TokenResponse {
  return tokens.scope === undefined ? tokens : { ...tokens, scope: tokens.scope.replaceAll(',', ' ') };
}
