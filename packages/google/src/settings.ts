import type { OAuthSettings } from '@jackfield/oauth-kit';
import type { ParsedGoogleConfig } from './config.ts';
import { metadata } from './metadata.ts';
import { providerErrors } from './provider-errors.ts';

/** Google's issuer: whose subjects a person's id is one of, whatever name the ID token gives it. */
export const googleIssuer = 'https://accounts.google.com';

/** What the engine has to know, from the configuration. */
export function toSettings(config: ParsedGoogleConfig): OAuthSettings {
  const { hostedDomains = [] } = config;
  return {
    connectorId: metadata.id,
    server: { kind: 'discovery', issuer: googleIssuer },
    clientId: config.clientId,
    clientAuthentication: { method: 'client_secret_post', clientSecret: config.clientSecret },
    additionalClientIds: config.additionalClientIds ?? [],
    // https://developers.google.com/identity/openid-connect/reference: both names occur.
    issuerAliases: ['accounts.google.com'],
    idTokenAlgorithms: ['RS256'],
    scope: config.scope,
    openid: true,
    providerErrors,
    authorizationParameters: {
      ...(config.offlineAccess ? { access_type: 'offline' } : {}),
      ...(config.includeGrantedScopes ? { include_granted_scopes: 'true' } : {}),
      // Only chooses which accounts are offered; the claim is what counts.
      ...(hostedDomains.length > 0 ? { hd: hostedDomains.length === 1 ? hostedDomains.join('') : '*' } : {}),
    },
  };
}

/**
 * The prompt of one sign-in: what the call asks for, else what is configured, else consent where a refresh token is
 * wanted, since Google gives none without it after the first time.
 */
export function promptFor(config: ParsedGoogleConfig, requested: string | undefined): string | undefined {
  return requested ?? config.prompt ?? (config.offlineAccess ? 'consent' : undefined);
}
