import type { OAuthSettings } from '@jackfield/oauth-kit';
import type { ParsedGithubConfig } from './config.ts';
import type { GithubEndpoints } from './endpoints.ts';
import { metadata } from './metadata.ts';
import { providerErrors } from './provider-errors.ts';

/** https://docs.github.com/en/rest/about-the-rest-api/api-versions */
const apiVersion = '2022-11-28';

/** What the engine has to know, from the configuration. */
export function toSettings(config: ParsedGithubConfig, endpoints: GithubEndpoints): OAuthSettings {
  return {
    connectorId: metadata.id,
    server: {
      kind: 'static',
      issuer: endpoints.issuer,
      endpoints: {
        authorization_endpoint: endpoints.authorize,
        token_endpoint: endpoints.token,
        userinfo_endpoint: `${endpoints.api}/user`,
      },
      // GitHub has taken `iss` back once (April 2026) and Enterprise Server may not send it: checked where it comes.
      sendsIssuer: false,
    },
    clientId: config.clientId,
    clientAuthentication: { method: 'client_secret_post', clientSecret: config.clientSecret },
    scope: scopeOf(config),
    openid: false,
    authorizationParameters: config.allowSignup ? undefined : { allow_signup: 'false' },
    headers: { 'x-github-api-version': apiVersion },
    providerErrors,
  };
}

/** Scopes that include `read:org`. */
const organizationScopes = ['read:org', 'write:org', 'admin:org'];

function scopeOf({ scope, allowedOrganizations }: ParsedGithubConfig): string {
  const scopes = scope.split(' ').filter((name) => name !== '');
  if (allowedOrganizations && !organizationScopes.some((name) => scopes.includes(name))) scopes.push('read:org');
  return scopes.join(' ');
}
