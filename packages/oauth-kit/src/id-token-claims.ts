import { ConnectorError } from '@jackfield/connector-kit';

/** Seconds by which the provider's clock may differ. */
const clockTolerance = 30;

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

/** What the claims of an ID token are compared with. */
export interface ExpectedClaims {
  readonly issuer: string;
  readonly clientId: string;
  /** Client ids that may stand in `azp`. */
  readonly parties: readonly string[];
  /** `undefined`: there must be none. */
  readonly nonce: unknown;
  /** Seconds since the person last signed in. */
  readonly maxAge: number | undefined;
  /** Seconds since the epoch. */
  readonly now: number;
}

/**
 * Checks the claims of an ID token by OpenID Connect Core §3.1.3.7, all but `at_hash`.
 *
 * @throws `social_invalid_id_token`
 */
export function checkIdTokenClaims(
  payload: Readonly<Record<string, unknown>>,
  expected: ExpectedClaims,
): IdTokenClaims {
  const claims = requireClaims(payload);
  if (claims.iss !== expected.issuer) {
    throw invalid('The ID token is from another issuer ("iss"). Issuers are compared to the letter.');
  }
  checkAudience(claims, expected);
  checkTimes(claims, expected.now);
  // An empty one binds nothing.
  if (claims.nonce !== expected.nonce || claims.nonce === '') {
    throw invalid('The nonce of the ID token is not the one of this sign-in. Start the sign-in again.');
  }
  checkAuthenticationTime(claims, expected);
  return claims;
}

/** OpenID Connect Core §2: what each ID token has. */
function requireClaims(payload: Readonly<Record<string, unknown>>): IdTokenClaims {
  const { iss, sub, aud, exp, iat } = payload;
  const audiences: unknown[] = Array.isArray(aud) ? aud : [aud];
  if (
    typeof iss !== 'string' ||
    typeof sub !== 'string' ||
    !audiences.every((audience) => typeof audience === 'string') ||
    typeof exp !== 'number' ||
    typeof iat !== 'number'
  ) {
    throw invalid('The ID token lacks "iss", "sub", "aud", "exp" or "iat", or has one of the wrong type.');
  }
  if (sub.trim() === '' || sub.length > 255) {
    throw invalid('The ID token names nobody: "sub" must have 1 to 255 characters (OpenID Connect Core §2).');
  }
  return { ...payload, iss, sub, aud: typeof aud === 'string' ? aud : audiences, exp, iat };
}

/** A token for others, too, counts only when it says that it was issued to us: the others could have passed it on. */
function checkAudience({ aud, azp }: IdTokenClaims, { clientId, parties }: ExpectedClaims): void {
  if (typeof aud === 'string' ? aud !== clientId : !aud.includes(clientId)) {
    throw invalid('The ID token is for another client ("aud"). Check clientId.');
  }
  const isForOthers = typeof aud !== 'string' && aud.length > 1;
  if (azp === undefined && !isForOthers) return;
  if (isForOthers ? azp !== clientId : !parties.some((party) => party === azp)) {
    throw invalid(
      'The ID token was issued to another client ("azp"), or is for others, too, and does not say to whom.',
    );
  }
}

/**
 * The times of a token: `exp` and `nbf` (RFC 7519 §4.1.4, §4.1.5), and `iat`, which must not lie ahead.
 *
 * @param now seconds since the epoch
 * @throws `social_invalid_id_token`
 */
export function checkTimes({ exp, nbf, iat }: Readonly<Record<string, unknown>>, now: number): void {
  if (![exp, nbf, iat].every((time) => time === undefined || Number.isFinite(time))) {
    throw invalid('A time of the token ("exp", "nbf", "iat") is no number.');
  }
  if (Number(exp ?? Infinity) <= now - clockTolerance) {
    throw invalid('The ID token has expired. Check the clocks of this machine and of the provider.');
  }
  if (Number(nbf ?? 0) > now + clockTolerance) {
    throw invalid('The ID token is not valid yet. Check the clocks of this machine and of the provider.');
  }
  if (Number(iat ?? 0) > now + clockTolerance) {
    throw invalid('The ID token was issued in the future. Check the clocks of this machine and of the provider.');
  }
}

function checkAuthenticationTime({ auth_time: time }: IdTokenClaims, { maxAge, now }: ExpectedClaims): void {
  if (time === undefined && maxAge === undefined) return;
  if (typeof time !== 'number' || !(time >= 0)) {
    throw invalid('The ID token does not say when the person signed in ("auth_time"), or not as a number.');
  }
  if (maxAge !== undefined && time + maxAge < now - clockTolerance) {
    throw invalid('The person last signed in longer ago than maxAge allows.');
  }
}

function invalid(hint: string): ConnectorError {
  return new ConnectorError('social_invalid_id_token', { hint });
}
