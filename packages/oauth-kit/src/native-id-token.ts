import { ConnectorError, type IdTokenExpectations } from '@jackfield/connector-kit';
import type { IdTokenClaims } from './id-token-claims.ts';
import { validateIdToken } from './id-token.ts';
import { resolveServer } from './server.ts';
import type { OAuthClient } from './settings.ts';

/**
 * Validates an ID token that came another way than through the callback: from a native SDK, or One Tap. It may be for any
 * of the configured client ids.
 *
 * @throws `invalid_request_parameters` for a token that is no text and for a nonce that was forgotten (`null` says that none
 *   was handed out); `social_invalid_id_token`; what discovery and fetching keys throw
 */
export async function validateNativeIdToken(
  client: OAuthClient,
  idToken: unknown,
  expected: Partial<IdTokenExpectations> | undefined,
): Promise<IdTokenClaims> {
  const nonce = expected?.nonce;
  if (typeof idToken !== 'string' || (nonce !== null && typeof nonce !== 'string')) {
    throw new ConnectorError('invalid_request_parameters', {
      hint: 'Pass the ID token as a text, and the expected nonce as "nonce": a text, or null where none was handed out.',
    });
  }
  const server = await resolveServer(client);
  return validateIdToken(client, server, idToken, { nonce: nonce ?? undefined, anyClient: true });
}
