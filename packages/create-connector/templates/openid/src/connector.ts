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
  getIssuer,
  getEndSessionUri,
  type OAuthConnectorOptions,
  refreshTokens,
  resolveServer,
  revokeToken,
  validateIdToken,
} from '@jackfield/oauth-kit';
import { configGuard, type SpecimenConfig } from './config.ts';
import { diagnose } from './diagnose.ts';
import { metadata } from './metadata.ts';
import { toSettings } from './settings.ts';
import { readUser } from './user-info.ts';

/** What {@link createSpecimen} takes. */
export type SpecimenOptions = ConfigSource<SpecimenConfig> & OAuthConnectorOptions;

/** A connector to Specimen, which speaks OpenID Connect: everything that the contract offers. */
export type SpecimenConnector = Required<SocialConnector>;

/**
 * Makes a connector to Specimen. Nothing is called before it is used.
 *
 * @throws `invalid_config` naming every wrong field
 */
export async function createSpecimen(options: SpecimenOptions): Promise<SpecimenConnector> {
  const open = createConfigReader(configGuard, metadata.id, options, (config) =>
    createOAuthClient(options, toSettings(config)),
  );
  const signIn = async (
    ...[callback, getSession]: Parameters<SocialConnector['getUserInfo']>
  ): Promise<{ tokenResponse: TokenResponse; userInfo: SocialUserInfo }> => {
    const client = await open();
    const { server, tokens, claims } = await finishOpenIdSignIn(client, callback, getSession);
    const userInfo = await readUser(client, claims, { server, accessToken: tokens.access_token });
    return { tokenResponse: tokens, userInfo };
  };

  return {
    type: metadata.type,
    metadata,
    configGuard,
    getIssuer: async () => getIssuer(await open()),
    getAuthorizationUri: async (request, setSession) => getAuthorizationUri(await open(), request, setSession),
    getUserInfo: async (callback, getSession) => (await signIn(callback, getSession)).userInfo,
    getTokenResponseAndUserInfo: signIn,
    getAccessTokenByRefreshToken: async (refreshToken) => refreshTokens(await open(), refreshToken),
    revokeToken: async (token, hint) => revokeToken(await open(), token, hint),
    verifyIdToken: async (idToken, { nonce }) => {
      const client = await open();
      const claims = await validateIdToken(client, await resolveServer(client), idToken, { nonce: nonce ?? undefined });
      return readUser(client, claims, undefined);
    },
    getEndSessionUri: async (request) => getEndSessionUri(await open(), request),
    diagnose: (): AsyncIterable<DiagnosticStep> => diagnose(open),
  };
}
