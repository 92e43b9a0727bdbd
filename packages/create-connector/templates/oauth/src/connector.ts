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
  type OAuthConnectorOptions,
  refreshTokens,
} from '@jackfield/oauth-kit';
import { configGuard, type SpecimenConfig } from './config.ts';
import { diagnose, type Opened } from './diagnose.ts';
import { defaultEndpoints } from './endpoints.ts';
import { metadata } from './metadata.ts';
import { toSettings } from './settings.ts';
import { readUser } from './user-info.ts';

/** What {@link createSpecimen} takes. */
export type SpecimenOptions = ConfigSource<SpecimenConfig> & OAuthConnectorOptions;

/** A connector to Specimen, which speaks OAuth 2.0: there are no ID tokens and there is no session to end. */
export type SpecimenConnector = SocialConnector &
  Required<Pick<SocialConnector, 'getTokenResponseAndUserInfo' | 'getAccessTokenByRefreshToken'>>;

/**
 * Makes a connector to Specimen. Nothing is called before it is used.
 *
 * @throws `invalid_config` naming every wrong field
 */
export async function createSpecimen(options: SpecimenOptions): Promise<SpecimenConnector> {
  const open = createConfigReader(configGuard, metadata.id, options, (config): Opened => {
    const { userInfo: profileUrl } = config.endpoints ?? defaultEndpoints;
    return { client: createOAuthClient(options, toSettings(config)), profileUrl };
  });
  const signIn = async (
    ...[callback, getSession]: Parameters<SocialConnector['getUserInfo']>
  ): Promise<{ tokenResponse: TokenResponse; userInfo: SocialUserInfo }> => {
    const { client, profileUrl } = await open();
    const { server, tokens } = await finishOAuthSignIn(client, callback, getSession);
    return { tokenResponse: tokens, userInfo: await readUser(client, profileUrl, server.issuer, tokens.access_token) };
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
    diagnose: (): AsyncIterable<DiagnosticStep> => diagnose(open),
  };
}
