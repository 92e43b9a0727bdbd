import type { OAuthSettings } from '@jackfield/oauth-kit';
import type { ParsedSpecimenConfig } from './config.ts';
import { metadata } from './metadata.ts';

/** What the engine has to know, from the configuration. */
export function toSettings({ issuer, clientId, clientSecret, scope }: ParsedSpecimenConfig): OAuthSettings {
  return {
    connectorId: metadata.id,
    server: { kind: 'discovery', issuer },
    clientId,
    clientAuthentication: { method: 'client_secret_basic', clientSecret },
    scope,
    openid: true,
  };
}
