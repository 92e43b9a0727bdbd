import { ConnectorError, type GetSession, type TokenResponse } from '@jackfield/connector-kit';
import { checkAuthorizationResponse, checkIssuerOfToken, checkIssuerParameter } from './authorization-response.ts';
import { readCallback } from './callback.ts';
import type { IdTokenClaims } from './id-token-claims.ts';
import { validateIdToken } from './id-token.ts';
import { resolveServer, type Server } from './server.ts';
import { takeSession } from './session.ts';
import type { OAuthClient } from './settings.ts';
import { requestTokens } from './token-request.ts';

/** A sign-in whose code was exchanged. */
export interface OAuthSignIn {
  readonly server: Server;
  readonly tokens: TokenResponse;
}

/** A sign-in whose code was exchanged and whose ID token was validated. */
export interface OpenIdSignIn extends OAuthSignIn {
  readonly claims: IdTokenClaims;
}

/**
 * Finishes a sign-in with OpenID Connect: as {@link finishOAuthSignIn}, and validates the ID token.
 *
 * @throws as {@link finishOAuthSignIn}, and `social_invalid_id_token`
 */
export async function finishOpenIdSignIn(
  client: OAuthClient,
  callback: unknown,
  getSession: GetSession,
): Promise<OpenIdSignIn> {
  const { server, tokens, nonce, parameters } = await finishOAuthSignIn(client, callback, getSession);
  const claims = await validateIdToken(client, server, requireIdToken(tokens), {
    nonce,
    accessToken: tokens.access_token,
  });
  checkIssuerOfToken(parameters, claims, server);
  return { server, tokens, claims };
}

/**
 * Finishes a sign-in: takes the session, checks `state` and `iss`, exchanges the code.
 *
 * @throws `session_invalid`, `authorization_failed`, `social_auth_code_invalid`, `invalid_request_parameters`,
 *   `invalid_config`, `invalid_response`, `provider_unavailable`, `rate_limit_exceeded`
 */
export async function finishOAuthSignIn(
  client: OAuthClient,
  callback: unknown,
  getSession: GetSession,
): Promise<OAuthSignIn & { nonce: string | undefined; parameters: URLSearchParams }> {
  const parameters = await readCallback(callback);
  const session = await takeSession(client, parameters.get('state') ?? undefined, getSession);
  const server = await resolveServer(client);
  checkIssuerParameter(server, parameters);
  const code = checkAuthorizationResponse(client, parameters);
  const redirectUri = session?.redirectUri ?? sessionlessRedirectUri(parameters);
  const tokens = await exchangeCode(client, server, { code, redirectUri, codeVerifier: session?.codeVerifier });
  return { server, tokens, nonce: session?.nonce, parameters };
}

function sessionlessRedirectUri(parameters: URLSearchParams): string {
  const redirectUri = parameters.get('redirectUri') ?? parameters.get('redirect_uri');
  if (redirectUri !== null) return redirectUri;
  throw new ConnectorError('invalid_request_parameters', {
    hint: 'Without a session, the callback must bring the redirect URI along, as "redirectUri".',
  });
}

interface CodeExchange {
  readonly code: string;
  readonly redirectUri: string;
  /** `undefined` only in the weaker modes that have none. */
  readonly codeVerifier: string | undefined;
}

/** RFC 6749 §4.1.3, with PKCE (RFC 7636 §4.5). */
export async function exchangeCode(
  client: OAuthClient,
  server: Server,
  { code, redirectUri, codeVerifier }: CodeExchange,
): Promise<TokenResponse> {
  return requestTokens(client, server, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    ...(codeVerifier !== undefined && { code_verifier: codeVerifier }),
  });
}

function requireIdToken({ id_token: idToken }: TokenResponse): string {
  if (idToken !== undefined) return idToken;
  throw new ConnectorError('social_invalid_id_token', {
    hint: 'The provider sent no ID token. Check that the scope holds "openid" and that the client is an OpenID Connect one.',
  });
}
