import {
  type ConfigSource,
  createConfigReader,
  type DiagnosticStep,
  type IdTokenExpectations,
  type SocialConnector,
  type SocialUserInfo,
  type TokenResponse,
} from '@jackfield/connector-kit';
import {
  createOAuthClient,
  finishOpenIdSignIn,
  getAuthorizationUri,
  getIssuer,
  type OAuthConnectorOptions,
  refreshTokens,
  revokeToken,
  validateNativeIdToken,
} from '@jackfield/oauth-kit';
import { configGuard, type GoogleConfig } from './config.ts';
import { diagnose } from './diagnose.ts';
import { metadata } from './metadata.ts';
import { type OneTapForm, readOneTap } from './one-tap.ts';
import { promptFor, toSettings } from './settings.ts';
import { readUser } from './user-info.ts';

/** What {@link createGoogle} takes. */
export type GoogleOptions = ConfigSource<GoogleConfig> & OAuthConnectorOptions;

/** A connector to Google: everything that the contract offers but ending the session, which Google does not. */
export interface GoogleConnector extends Required<Omit<SocialConnector, 'getEndSessionUri'>> {
  /**
   * Signs a person in by what the browser posts after One Tap or the Sign in with Google button: compares `g_csrf_token` of
   * cookie and form, then validates the credential as {@link SocialConnector.verifyIdToken} does.
   *
   * @param post the `Request`, or its form and `Cookie` header
   * @throws `session_invalid` when cookie and form do not fit, `invalid_request_parameters` when it is no such post,
   *   `social_invalid_id_token`, `authorization_failed`, `provider_unavailable`
   */
  verifyOneTap(post: Request | OneTapForm, expected: IdTokenExpectations): Promise<SocialUserInfo>;
}

/**
 * Makes a connector to Google. Nothing is called before it is used.
 *
 * @throws `invalid_config` naming every wrong field
 */
export async function createGoogle(options: GoogleOptions): Promise<GoogleConnector> {
  const open = createConfigReader(configGuard, metadata.id, options, (config) => ({
    config,
    client: createOAuthClient(options, toSettings(config)),
  }));
  const signIn = async (
    ...[callback, getSession]: Parameters<SocialConnector['getUserInfo']>
  ): Promise<{ tokenResponse: TokenResponse; userInfo: SocialUserInfo }> => {
    const { config, client } = await open();
    const { server, tokens, claims } = await finishOpenIdSignIn(client, callback, getSession);
    return { tokenResponse: tokens, userInfo: await readUser(client, config, claims, { server, tokens }) };
  };
  const verifyIdToken: GoogleConnector['verifyIdToken'] = async (idToken, expected) => {
    const { config, client } = await open();
    return readUser(client, config, await validateNativeIdToken(client, idToken, expected));
  };

  return {
    type: metadata.type,
    metadata,
    configGuard,
    getIssuer: async () => getIssuer((await open()).client),
    getAuthorizationUri: async (request, setSession) => {
      const { config, client } = await open();
      const prompt = promptFor(config, request.prompt);
      return getAuthorizationUri(client, prompt === undefined ? request : { ...request, prompt }, setSession);
    },
    getUserInfo: async (callback, getSession) => (await signIn(callback, getSession)).userInfo,
    getTokenResponseAndUserInfo: signIn,
    getAccessTokenByRefreshToken: async (refreshToken) => refreshTokens((await open()).client, refreshToken),
    revokeToken: async (token, hint) => revokeToken((await open()).client, token, hint),
    verifyIdToken,
    verifyOneTap: async (post, expected) => verifyIdToken(await readOneTap(post), expected),
    diagnose: (): AsyncIterable<DiagnosticStep> => diagnose(open),
  };
}
