import { ConnectorError } from '@jackfield/connector-kit';
import type { IdTokenClaims } from './id-token-claims.ts';
import type { Server } from './server.ts';
import { type OAuthClient, settingsSecrets } from './settings.ts';
import { isIssuerTemplate, matchesTemplate } from './tenants.ts';
import { ownMeaning } from './token-errors.ts';

/** RFC 9207 §2.4. Without a configured issuer there is nothing to compare with, and `diagnose()` says so. */
export function checkIssuerParameter(server: Server, parameters: URLSearchParams): void {
  if (!server.hasIssuer) return;
  const issuer = parameters.get('iss');
  if (issuer === null && !server.sendsIssuer) return;
  const fits =
    issuer !== null &&
    (isIssuerTemplate(server.issuer) ? matchesTemplate(server.issuer, issuer) : issuer === server.issuer);
  if (fits) return;
  throw new ConnectorError('authorization_failed', {
    hint:
      issuer === null
        ? 'The callback has no "iss", which this provider always sends (RFC 9207). It may come from another provider; start the sign-in again.'
        : 'The callback comes from another provider than the sign-in was started with ("iss", RFC 9207). Start the sign-in again.',
  });
}

/** With many tenants, the callback's `iss` fits the template; it must also be the ID token's own. */
export function checkIssuerOfToken(parameters: URLSearchParams, claims: IdTokenClaims, server: Server): void {
  if (!isIssuerTemplate(server.issuer) || !parameters.has('iss') || parameters.get('iss') === claims.iss) return;
  throw new ConnectorError('authorization_failed', {
    hint: 'The callback and the ID token come from different tenants ("iss", RFC 9207). Start the sign-in again.',
  });
}

/** Of responses that were not asked for: JARM, hybrid and implicit ones. */
const foreignParameters = ['response', 'id_token', 'access_token', 'token'];

/**
 * RFC 6749 §4.1.2. `state` and `iss` are checked before this, so that an error counts only when it belongs to the sign-in.
 *
 * @returns the authorization code
 * @throws `authorization_failed` when it is an error; `invalid_request_parameters` when it is neither error nor code
 */
export function checkAuthorizationResponse(client: OAuthClient, parameters: URLSearchParams): string {
  if (foreignParameters.some((name) => parameters.has(name))) {
    throw new ConnectorError('invalid_request_parameters', {
      hint: 'The callback is not that of an authorization code grant. Check the response type and mode registered at the provider.',
    });
  }
  if (parameters.get('error')) throw refusedByProvider(client, parameters);
  const code = parameters.get('code');
  if (code) return code;
  throw new ConnectorError('invalid_request_parameters', {
    hint: 'The callback has neither "code" nor "error". Check that the redirect URI leads straight here.',
  });
}

const refusals: Readonly<Record<string, string>> = {
  access_denied: 'The person, or a rule at the provider, refused the sign-in.',
  login_required: 'The person has to sign in at the provider first; a silent sign-in (prompt=none) cannot do that.',
  interaction_required: 'The provider has to ask the person something; a silent sign-in (prompt=none) cannot do that.',
  consent_required: 'The provider has to ask for consent; a silent sign-in (prompt=none) cannot do that.',
  invalid_scope: 'The provider does not know, or does not allow, a scope. Check the configured scope.',
  unauthorized_client: 'The provider does not allow this client the authorization code grant. Allow it there.',
  redirect_uri_mismatch:
    'The redirect URI is not the one registered at the provider. Register it there, to the letter.',
};

function refusedByProvider({ settings }: OAuthClient, parameters: URLSearchParams): ConnectorError {
  const error = parameters.get('error') ?? '';
  const description = parameters.get('error_description');
  const details = { providerCode: error, ...(description !== null && { providerDescription: description }) };
  const own = ownMeaning(settings, details);
  const ownHint = typeof own === 'object' && own[0] === 'authorization_failed' ? own[1] : undefined;
  const known = Object.hasOwn(refusals, error) ? refusals[error] : undefined;
  return new ConnectorError('authorization_failed', {
    hint: ownHint ?? known ?? 'The provider refused the sign-in; its own error is in "details".',
    details,
    secrets: settingsSecrets(settings),
  });
}
