import { ConnectorError } from '@jackfield/connector-kit';
import * as oauth from 'oauth4webapi';
import type { IdTokenClaims } from './id-token.ts';
import type { Server } from './server.ts';
import { type OAuthClient, settingsSecrets } from './settings.ts';
import { isIssuerTemplate, matchesTemplate } from './tenants.ts';
import { ownMeaning } from './token-errors.ts';

/** RFC 9207 §2.4. Without a configured issuer there is nothing to compare with, and `diagnose()` says so. */
export function checkIssuerParameter(server: Server, parameters: URLSearchParams): void {
  if (!server.hasIssuer) return;
  const issuer = parameters.get('iss');
  if (issuer === null && !server.authorization_response_iss_parameter_supported) return;
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

/**
 * RFC 6749 §4.1.2. `state` and `iss` are checked before this, so that an error counts only when it belongs to the
 * sign-in; hybrid and JARM responses are refused.
 */
export function checkAuthorizationResponse(
  client: OAuthClient,
  server: Server,
  parameters: URLSearchParams,
): URLSearchParams {
  if (!parameters.has('error') && !parameters.get('code')) {
    throw new ConnectorError('invalid_request_parameters', {
      hint: 'The callback has neither "code" nor "error". Check that the redirect URI leads straight here.',
    });
  }
  const relevant = new URLSearchParams(parameters);
  relevant.delete('iss');
  try {
    return oauth.validateAuthResponse(
      { issuer: server.issuer },
      { client_id: client.settings.clientId },
      relevant,
      oauth.skipStateCheck,
    );
  } catch (error) {
    throw error instanceof oauth.AuthorizationResponseError
      ? refusedByProvider(client, error)
      : new ConnectorError('invalid_request_parameters', {
          hint: 'The callback is not that of an authorization code grant. Check the response type and mode registered at the provider.',
          cause: error,
        });
  }
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

function refusedByProvider(
  { settings }: OAuthClient,
  { error, error_description: description }: oauth.AuthorizationResponseError,
): ConnectorError {
  const details = { providerCode: error, ...(description === undefined ? {} : { providerDescription: description }) };
  const own = ownMeaning(settings, details);
  const ownHint = typeof own === 'object' && own[0] === 'authorization_failed' ? own[1] : undefined;
  const known = Object.hasOwn(refusals, error) ? refusals[error] : undefined;
  return new ConnectorError('authorization_failed', {
    hint: ownHint ?? known ?? 'The provider refused the sign-in; its own error is in "details".',
    details,
    secrets: settingsSecrets(settings),
  });
}
