import type { TokenResponse } from '@jackfield/connector-kit';
import { postForm } from './endpoint-request.ts';
import { withoutReserved } from './reserved-parameters.ts';
import type { Server } from './server.ts';
import type { OAuthClient } from './settings.ts';
import { readTokenResponse } from './token-response.ts';

/** RFC 6749 §4.1.3, with PKCE (RFC 7636 §4.5), and §6. */
type Grant =
  | {
      readonly grant_type: 'authorization_code';
      readonly code: string;
      readonly redirect_uri: string;
      readonly code_verifier?: string;
    }
  | { readonly grant_type: 'refresh_token'; readonly refresh_token: string };

/**
 * Asks the token endpoint for tokens.
 *
 * @throws by the provider's error code or the HTTP status; `invalid_response` when the answer has another form; what egress
 *   throws
 */
export async function requestTokens(client: OAuthClient, server: Server, grant: Grant): Promise<TokenResponse> {
  const url = server.token_endpoint;
  const response = await postForm(client, server, url, {
    ...withoutReserved(client.settings.tokenParameters),
    ...grant,
  });
  return grant.grant_type === 'authorization_code'
    ? readTokenResponse(response, { client, url, grant: 'code', secrets: [grant.code, grant.code_verifier ?? ''] })
    : readTokenResponse(response, { client, url, grant: 'refresh token', secrets: [grant.refresh_token] });
}
