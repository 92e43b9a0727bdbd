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
  finishOpenIdSignIn,
  getAuthorizationUri,
  getEndSessionUri,
  getIssuer,
  type OAuthConnectorOptions,
  refreshTokens,
  revokeToken,
  validateNativeIdToken,
} from '@jackfield/oauth-kit';
import { configGuard, type OidcStandardConfig } from './config.ts';
import { diagnose } from './diagnose.ts';
import { metadata } from './metadata.ts';
import { toSettings } from './settings.ts';
import { readUser } from './user-info.ts';

/** What {@link createOidcStandard} takes. */
export type OidcStandardOptions = ConfigSource<OidcStandardConfig> & OAuthConnectorOptions;

/** A connector to one OpenID Connect provider; it supports everything that the contract offers. */
export type OidcStandardConnector = Required<SocialConnector>;

/**
 * Makes a connector to one OpenID Connect provider. Nothing is called before it is used.
 *
 * @throws `invalid_config` naming every wrong field
 */
export async function createOidcStandard(options: OidcStandardOptions): Promise<OidcStandardConnector> {
  const open = createConfigReader(configGuard, metadata.id, options, (config) => ({
    config,
    client: createOAuthClient(options, toSettings(config)),
  }));
  const signIn = async (
    ...[callback, getSession]: Parameters<SocialConnector['getUserInfo']>
  ): Promise<{ tokenResponse: TokenResponse; userInfo: SocialUserInfo }> => {
    const { config, client } = await open();
    const { server, tokens, claims } = await finishOpenIdSignIn(client, callback, getSession);
    const userInfo = await readUser(client, config, claims, { server, accessToken: tokens.access_token });
    return { tokenResponse: tokens, userInfo };
  };

  return {
    type: metadata.type,
    metadata,
    configGuard,
    getIssuer: async () => getIssuer((await open()).client),
    getAuthorizationUri: async (request, setSession) => getAuthorizationUri((await open()).client, request, setSession),
    getUserInfo: async (callback, getSession) => (await signIn(callback, getSession)).userInfo,
    getTokenResponseAndUserInfo: signIn,
    getAccessTokenByRefreshToken: async (refreshToken) => refreshTokens((await open()).client, refreshToken),
    revokeToken: async (token, hint) => revokeToken((await open()).client, token, hint),
    verifyIdToken: async (idToken, expected) => {
      const { config, client } = await open();
      return readUser(client, config, await validateNativeIdToken(client, idToken, expected), undefined);
    },
    getEndSessionUri: async (request) => getEndSessionUri((await open()).client, request),
    diagnose: (): AsyncIterable<DiagnosticStep> => diagnose(open),
  };
}
