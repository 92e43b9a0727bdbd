import type { OAuthSettings } from '@jackfield/oauth-kit';
import type { ParsedSpecimenConfig } from './config.ts';
import { defaultEndpoints } from './endpoints.ts';
import { metadata } from './metadata.ts';

/** What the engine has to know, from the configuration. */
export function toSettings(config: ParsedSpecimenConfig): OAuthSettings {
  const { clientId, clientSecret, scope, endpoints = defaultEndpoints } = config;
  return {
    connectorId: metadata.id,
    server: {
      kind: 'static',
      endpoints: {
        authorization_endpoint: endpoints.authorization,
        token_endpoint: endpoints.token,
        userinfo_endpoint: endpoints.userInfo,
      },
    },
    clientId,
    clientAuthentication: { method: 'client_secret_basic', clientSecret },
    scope,
    openid: false,
  };
}
