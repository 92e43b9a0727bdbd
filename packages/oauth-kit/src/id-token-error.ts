import { ConnectorError } from '@jackfield/connector-kit';
import * as oauth from 'oauth4webapi';

/** What a claim that did not fit means, by its name. */
const claimHints: Readonly<Record<string, string>> = {
  iss: 'The ID token is from another issuer ("iss"). Issuers are compared to the letter.',
  aud: 'The ID token is for another client ("aud"). Check clientId.',
  azp: 'The ID token was issued to another client ("azp").',
  nonce: 'The nonce of the ID token is not the one of this sign-in. Start the sign-in again.',
  exp: 'The ID token has expired. Check the clocks of this machine and of the provider.',
  nbf: 'The ID token is not valid yet. Check the clocks of this machine and of the provider.',
  auth_time: 'The person last signed in longer ago than maxAge allows.',
};

/**
 * The error for an ID token that the protocol library refused. Its own text and cause hold the token's contents, so only
 * the name of the claim is read from it.
 */
export function idTokenError(error: unknown): ConnectorError {
  return new ConnectorError('social_invalid_id_token', { hint: hintOf(error), cause: error });
}

function hintOf(error: unknown): string {
  if (error instanceof oauth.UnsupportedOperationError) {
    return 'The ID token uses something that is not supported (a critical header, or a signature of an unknown kind).';
  }
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  if (typeof cause === 'object' && cause !== null) {
    if ('claim' in cause && typeof cause.claim === 'string' && Object.hasOwn(claimHints, cause.claim)) {
      return claimHints[cause.claim] ?? '';
    }
    if ('header' in cause)
      return 'The ID token is signed with an algorithm that is not allowed here or by the provider.';
  }
  return 'The ID token lacks a required claim or has one of the wrong type.';
}
