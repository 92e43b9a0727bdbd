import type { OAuthClient } from './settings.ts';
import { templateOf } from './tenants.ts';

/**
 * Whose subjects the client's people have, from its settings alone. Of an issuer with many tenants, the template, such as
 * `https://login.microsoftonline.com/{tenantid}/v2.0`.
 */
export function getIssuer({ settings: { server, tenants } }: OAuthClient): string {
  if (server.kind === 'static') return server.issuer ?? new URL(server.endpoints.token_endpoint).origin;
  return tenants === undefined ? server.issuer : templateOf(server.issuer);
}
