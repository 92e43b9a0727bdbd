import { ConnectorError, type EgressResponse, type TokenResponse } from '@jackfield/connector-kit';
import { readJsonOrForm } from './answer-body.ts';
import { postForm } from './endpoint-request.ts';
import { anyNonce, validateIdToken } from './id-token.ts';
import { answerError } from './provider-errors.ts';
import { resolveServer } from './server.ts';
import type { OAuthClient } from './settings.ts';
import { tokenErrorIn } from './token-errors.ts';
import { requestTokens } from './token-request.ts';

/**
 * RFC 6749 §6. A new ID token, where one comes, is validated, but for its nonce.
 *
 * @throws `social_invalid_access_token` when the refresh token is refused
 */
export async function refreshTokens(client: OAuthClient, refreshToken: string): Promise<TokenResponse> {
  const server = await resolveServer(client);
  const tokens = await requestTokens(client, server, {
    grant_type: 'refresh_token',
    refresh_token: nonEmpty(refreshToken, 'refresh token'),
  });
  if (client.settings.openid && tokens.id_token !== undefined) {
    await validateIdToken(client, server, tokens.id_token, { nonce: anyNonce, accessToken: tokens.access_token });
  }
  return tokens;
}

/**
 * RFC 7009. A token that is unknown or revoked already counts as revoked.
 *
 * @throws `not_implemented` when the provider names no revocation endpoint
 */
export async function revokeToken(
  client: OAuthClient,
  token: string,
  hint?: 'access_token' | 'refresh_token',
): Promise<void> {
  const server = await resolveServer(client);
  const { revocation_endpoint: url } = server;
  if (url === undefined) {
    throw new ConnectorError('not_implemented', {
      hint: 'The provider names no revocation endpoint. Configure it, if there is one.',
    });
  }
  const parameters = { token: nonEmpty(token, 'token'), ...(hint !== undefined && { token_type_hint: hint }) };
  checkRevocation(client, await postForm(client, server, url, parameters), url, token);
}

/** RFC 7009 §2.2: 200 whatever became of the token. Errors with 200, and `invalid_token`, occur. */
function checkRevocation(client: OAuthClient, answer: EgressResponse, url: string, token: string): void {
  const { status } = answer;
  const request = { client, grant: 'refresh token', url, secrets: [token] } as const;
  const failure = tokenErrorIn(answer, readJsonOrForm(answer), request);
  if (failure?.details?.providerCode === 'invalid_token') return;
  if (failure) throw failure;
  if (status < 200 || status > 299) {
    throw answerError(answer, { label: 'The revocation endpoint', url, now: client.runtime.clock.now() });
  }
}

function nonEmpty(token: unknown, name: string): string {
  if (typeof token === 'string' && token !== '') return token;
  throw new ConnectorError('invalid_request_parameters', { hint: `The ${name} is empty or not a text.` });
}
