import type { OAuthSettings } from '@jackfield/oauth-kit';
import type { ParsedOAuthStandardConfig } from './config.ts';
import { metadata } from './metadata.ts';

/**
 * What the engine has to know, from the configuration.
 *
 * @param tokenEndpoint another one than the configured, for refreshing; the issuer stays what it is
 */
export function toSettings(
  config: ParsedOAuthStandardConfig,
  tokenEndpoint: string = config.tokenEndpoint,
): OAuthSettings {
  return {
    connectorId: metadata.id,
    server: {
      kind: 'static',
      endpoints: {
        authorization_endpoint: config.authorizationEndpoint,
        token_endpoint: tokenEndpoint,
        userinfo_endpoint: config.userInfo.endpoint,
        revocation_endpoint: config.revocationEndpoint,
      },
      issuer: config.issuer?.url,
      sendsIssuer: config.issuer?.inCallback === 'required',
    },
    clientId: config.clientId,
    clientAuthentication: config.clientAuthentication,
    scope: config.scope ?? '',
    openid: false,
    authorizationParameters: config.authorizationParameters,
    tokenParameters: config.tokenParameters,
    headers: config.headers,
    providerErrors: config.tokenErrors,
    withoutPkce: config.withoutPkce,
  };
}
