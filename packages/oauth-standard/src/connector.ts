import {
  type ConfigSource,
  createConfigReader,
  type DiagnosticStep,
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
  revokeToken,
} from '@jackfield/oauth-kit';
import { configGuard, type OAuthStandardConfig, type ParsedOAuthStandardConfig } from './config.ts';
import { diagnose } from './diagnose.ts';
import { metadata } from './metadata.ts';
import { toSettings } from './settings.ts';
import { readUser } from './user-info.ts';

/** What {@link createOAuthStandard} takes. */
export type OAuthStandardOptions = ConfigSource<OAuthStandardConfig> & OAuthConnectorOptions;

/** A connector to one OAuth 2.0 provider: everything of the contract but what only OpenID Connect has. */
export type OAuthStandardConnector = SocialConnector &
  Required<
    Pick<SocialConnector, 'getIssuer' | 'getTokenResponseAndUserInfo' | 'getAccessTokenByRefreshToken' | 'revokeToken'>
  >;

/**
 * Makes a connector to one OAuth 2.0 provider. Nothing is called before it is used.
 *
 * @throws `invalid_config` naming every wrong field
 */
export async function createOAuthStandard(options: OAuthStandardOptions): Promise<OAuthStandardConnector> {
  const connect = (config: ParsedOAuthStandardConfig, tokenEndpoint?: string): OAuthClient =>
    createOAuthClient(options, toSettings(config, tokenEndpoint));
  const open = createConfigReader(configGuard, metadata.id, options, (config) => ({
    config,
    client: connect(config),
    refreshClient: connect(config, config.refreshEndpoint),
  }));
  const signIn = async (
    ...[callback, getSession]: Parameters<SocialConnector['getUserInfo']>
  ): Promise<{ tokenResponse: TokenResponse; userInfo: SocialUserInfo }> => {
    const { config, client } = await open();
    const { server, tokens } = await finishOAuthSignIn(client, callback, getSession);
    return { tokenResponse: tokens, userInfo: await readUser(client, config, server.issuer, tokens.access_token) };
  };

  return {
    type: metadata.type,
    metadata,
    configGuard,
    getIssuer: async () => getIssuer((await open()).client),
    getAuthorizationUri: async (request, setSession) => getAuthorizationUri((await open()).client, request, setSession),
    getUserInfo: async (callback, getSession) => (await signIn(callback, getSession)).userInfo,
    getTokenResponseAndUserInfo: signIn,
    getAccessTokenByRefreshToken: async (refreshToken) => refreshTokens((await open()).refreshClient, refreshToken),
    revokeToken: async (token, hint) => revokeToken((await open()).client, token, hint),
    diagnose: (): AsyncIterable<DiagnosticStep> => diagnose(open),
  };
}
