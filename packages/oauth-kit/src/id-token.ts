import { hash, timingSafeEqual } from 'node:crypto';
import { ConnectorError } from '@jackfield/connector-kit';
import * as oauth from 'oauth4webapi';
import { idTokenError } from './id-token-error.ts';
import { peekJws } from './jws.ts';
import { jsonResponse } from './provider-response.ts';
import { type Server, withKeySet } from './server.ts';
import type { OAuthClient, OAuthSettings } from './settings.ts';
import { isIssuerTemplate, tenantIssuer } from './tenants.ts';

/** Seconds by which the provider's clock may differ. */
export const clockTolerance = 30;

/** Stands for whatever nonce a token carries. */
export const anyNonce = Symbol('any nonce');

/** The claims of a validated ID token (OpenID Connect Core §2); whole numbers beyond 2^53 are texts of their digits. */
export interface IdTokenClaims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string | readonly string[];
  /** Seconds since the epoch. */
  readonly exp: number;
  readonly iat: number;
  readonly [claim: string]: unknown;
}

/** What an ID token has to fit. */
export interface IdTokenBinding {
  /** `undefined`: it must carry none. `any`: a refreshed token may repeat the first one's (OpenID Connect Core §12.2). */
  readonly nonce: string | undefined | typeof anyNonce;
  /** When given, and the token has an `at_hash`, both must fit. */
  readonly accessToken?: string;
  /** Whether the configured additional client ids are accepted. */
  readonly anyClient?: boolean;
}

/**
 * Validates an ID token by OpenID Connect Core §3.1.3.7: signature with the provider's keys, `alg` from the allowed list,
 * `iss`, `aud`, `azp`, `exp`, `nbf`, `iat`, `sub`, the nonce, `auth_time` and `at_hash`.
 *
 * @throws `social_invalid_id_token`; `authorization_failed` for a tenant that is not allowed; what fetching keys throws
 */
export async function validateIdToken(
  client: OAuthClient,
  server: Server,
  idToken: string,
  binding: IdTokenBinding,
): Promise<IdTokenClaims> {
  const { header, payload } = peekJws(idToken);
  const clientId = binding.anyClient ? audienceOf(client.settings, payload) : client.settings.clientId;
  const issuer = expectedIssuer(client.settings, server, payload);
  const expected = issuer === server.issuer ? server : { ...server, issuer };
  const response = jsonResponse({ access_token: 'unused', token_type: 'bearer', id_token: idToken });
  const nonce = binding.nonce === anyNonce ? payload.nonce : binding.nonce;
  const checked = await checkClaims(client, expected, clientId, response, nonce);
  // The same bytes, read without rounding whole numbers beyond 2^53.
  const { iss, sub, aud, exp, iat } = checked;
  const claims: IdTokenClaims = { ...payload, iss, sub, aud, exp, iat };
  checkRemainingClaims(client, authorizedParties(client.settings, clientId, binding), claims);
  if (binding.accessToken !== undefined) checkAccessTokenHash(claims.at_hash, header.alg, binding.accessToken);
  await withKeySet(client, server, async (keys) => keys.verify(client, idToken, header, 'social_invalid_id_token'));
  return claims;
}

async function checkClaims(
  client: OAuthClient,
  server: Server,
  clientId: string,
  response: Response,
  nonce: unknown,
): Promise<oauth.IDToken> {
  const { settings, runtime } = client;
  const validated = {
    client_id: clientId,
    [oauth.clockTolerance]: clockTolerance,
    [oauth.clockSkew]: (runtime.clock.now() - Date.now()) / 1000,
  };
  try {
    const result = await oauth.processAuthorizationCodeResponse(server, validated, response, {
      expectedNonce: typeof nonce === 'string' ? nonce : oauth.expectNoNonce,
      requireIdToken: true,
      ...(settings.maxAge === undefined ? {} : { maxAge: settings.maxAge }),
    });
    const claims = oauth.getValidatedIdTokenClaims(result);
    if (claims) return claims;
  } catch (error) {
    throw idTokenError(error);
  }
  throw invalid('The provider sent no ID token.');
}

/** What the protocol library leaves to its caller: it has checked the types of these claims where they must be there. */
function checkRemainingClaims({ runtime }: OAuthClient, parties: readonly string[], claims: IdTokenClaims): void {
  if (claims.sub.trim() === '' || claims.sub.length > 255) {
    throw invalid('The ID token names nobody: "sub" must have 1 to 255 characters (OpenID Connect Core §2).');
  }
  if (claims.iat > runtime.clock.now() / 1000 + clockTolerance) {
    throw invalid('The ID token was issued in the future. Check the clocks of this machine and of the provider.');
  }
  if (claims.azp !== undefined && !parties.some((party) => party === claims.azp)) {
    throw invalid('The ID token was issued to another client ("azp").');
  }
}

/** OpenID Connect Core §3.1.3.6: the left half of the access token's hash, by the hash of the ID token's `alg`. */
function checkAccessTokenHash(claimed: unknown, algorithm: string, accessToken: string): void {
  if (claimed === undefined) return;
  // As text: a buffer takes nearly twice as long.
  const digest = hash(hashOf(algorithm), accessToken, 'hex');
  const expected = Buffer.from(digest.slice(0, digest.length / 2), 'hex');
  const actual = typeof claimed === 'string' ? Buffer.from(claimed, 'base64url') : Buffer.alloc(0);
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) {
    throw invalid('The ID token belongs to another access token ("at_hash").');
  }
}

function hashOf(algorithm: string): 'sha256' | 'sha384' | 'sha512' {
  if (algorithm.endsWith('384')) return 'sha384';
  return algorithm.endsWith('256') ? 'sha256' : 'sha512';
}

/** The issuer that this token must carry; what it says of itself only chooses among the issuers that are allowed. */
function expectedIssuer(settings: OAuthSettings, server: Server, payload: Record<string, unknown>): string {
  if (isIssuerTemplate(server.issuer)) return tenantIssuer(server.issuer, payload.tid, settings.tenants);
  return settings.issuerAliases?.find((alias) => alias === payload.iss) ?? server.issuer;
}

/** The one of our client ids that this token is for; the check of `aud` follows. */
function audienceOf(settings: OAuthSettings, payload: Record<string, unknown>): string {
  const audiences: unknown[] = Array.isArray(payload.aud) ? payload.aud : [payload.aud];
  return settings.additionalClientIds?.find((id) => audiences.includes(id)) ?? settings.clientId;
}

/**
 * Who may have asked for the token. A native app asks for one that is for the server: then `azp` is the app's client id, and
 * `aud` the server's (Google for Android).
 */
function authorizedParties(settings: OAuthSettings, clientId: string, { anyClient }: IdTokenBinding): string[] {
  return anyClient ? [settings.clientId, ...(settings.additionalClientIds ?? [])] : [clientId];
}

function invalid(hint: string): ConnectorError {
  return new ConnectorError('social_invalid_id_token', { hint });
}
