import { hash } from 'node:crypto';
import { ConnectorError } from '@jackfield/connector-kit';
import { checkIdTokenClaims, type IdTokenClaims } from './id-token-claims.ts';
import { peekJws } from './jws.ts';
import { keySetOf, type Server } from './server.ts';
import type { OAuthClient, OAuthSettings } from './settings.ts';
import { isIssuerTemplate, tenantIssuer } from './tenants.ts';

/** Stands for whatever nonce a token carries. */
export const anyNonce = Symbol('any nonce');

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
  const { settings, runtime } = client;
  const { header, payload } = peekJws(idToken);
  if (!server.idTokenAlgorithms.includes(header.alg)) {
    throw invalid('The ID token is signed with an algorithm that is not allowed here or by the provider.');
  }
  const clientId = binding.anyClient ? audienceOf(settings, payload) : settings.clientId;
  const claims = checkIdTokenClaims(payload, {
    issuer: expectedIssuer(settings, server, payload),
    clientId,
    parties: authorizedParties(settings, clientId, binding),
    nonce: binding.nonce === anyNonce ? payload.nonce : binding.nonce,
    maxAge: settings.maxAge,
    now: Math.floor(runtime.clock.now() / 1000),
  });
  if (binding.accessToken !== undefined) checkAccessTokenHash(claims.at_hash, header.alg, binding.accessToken);
  await keySetOf(client, server).verify(client, idToken, header, 'social_invalid_id_token');
  return claims;
}

/** OpenID Connect Core §3.1.3.6: the left half of the access token's hash, by the hash of the ID token's `alg`. */
function checkAccessTokenHash(claimed: unknown, algorithm: string, accessToken: string): void {
  if (claimed === undefined) return;
  const digest = hash(hashOf(algorithm), accessToken, 'hex');
  const isOfToken =
    typeof claimed === 'string' &&
    Buffer.from(claimed, 'base64url').toString('hex') === digest.slice(0, digest.length / 2);
  if (!isOfToken) throw invalid('The ID token belongs to another access token ("at_hash").');
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
