import { ConnectorError, type EgressResponse } from '@jackfield/connector-kit';
import * as oauth from 'oauth4webapi';
import { clockTolerance } from './id-token.ts';
import { peekJws } from './jws.ts';
import { answerError, checkError, refusedToken } from './provider-errors.ts';
import { providerFetch } from './provider-fetch.ts';
import { toResponse } from './provider-response.ts';
import { type Server, withKeySet } from './server.ts';
import type { OAuthClient } from './settings.ts';

/**
 * Asks the userinfo endpoint (OpenID Connect Core §5.3). A signed answer is verified with the provider's keys.
 *
 * @param subject `sub` of the validated ID token; the answer must be about the same person
 * @throws `social_invalid_access_token`, `invalid_response` (also for another subject), `provider_unavailable`,
 *   `rate_limit_exceeded`, `not_implemented` when the provider has no such endpoint
 */
export async function fetchUserInfo(
  client: OAuthClient,
  server: Server,
  accessToken: string,
  subject: string,
): Promise<Record<string, unknown>> {
  const { userinfo_endpoint: url } = server;
  if (url === undefined) {
    throw new ConnectorError('not_implemented', { hint: 'The provider names no userinfo endpoint.' });
  }
  const { settings, runtime } = client;
  const validated = {
    client_id: settings.clientId,
    [oauth.clockTolerance]: clockTolerance,
    [oauth.clockSkew]: (runtime.clock.now() - Date.now()) / 1000,
  };
  try {
    const response = await oauth.userInfoRequest(server, validated, accessToken, {
      [oauth.allowInsecureRequests]: true,
      [oauth.customFetch]: providerFetch(client, (answer) => readAnswer(answer, url, runtime.clock.now())),
    });
    const claims = await oauth.processUserInfoResponse(server, validated, subject, response);
    if (response.headers.get('content-type')?.startsWith('application/jwt')) {
      const jws = await response.text();
      const { header } = peekJws(jws);
      await withKeySet(client, server, async (keys) => keys.verify(client, jws, header, 'invalid_response'));
    }
    return claims;
  } catch (error) {
    throw checkError(error, 'invalid_response', hintOf(error));
  }
}

function readAnswer(answer: EgressResponse, url: string, now: number): Response {
  if (answer.status === 401 || answer.status === 403) throw refusedToken(answer.status, url);
  if (answer.status !== 200) throw answerError(answer, { label: 'The userinfo endpoint', url, now });
  return toResponse(answer);
}

function hintOf(error: unknown): string {
  return error instanceof oauth.OperationProcessingError && error.code === oauth.JSON_ATTRIBUTE_COMPARISON
    ? 'The userinfo answer is about another person than the ID token ("sub", OpenID Connect Core §5.3.2).'
    : 'The userinfo answer is neither a JSON object with "sub" nor a signed token of this provider for this client.';
}
