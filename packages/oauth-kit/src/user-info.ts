import { ConnectorError, type EgressResponse } from '@jackfield/connector-kit';
import { isObject, readJson } from './answer-body.ts';
import { checkTimes } from './id-token-claims.ts';
import { peekJws } from './jws.ts';
import { answerError, refusedToken } from './provider-errors.ts';
import { keySetOf, type Server, verifiableAlgorithms } from './server.ts';
import type { OAuthClient } from './settings.ts';

type Claims = Readonly<Record<string, unknown>>;

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
): Promise<Claims> {
  const { userinfo_endpoint: url } = server;
  if (url === undefined) {
    throw new ConnectorError('not_implemented', { hint: 'The provider names no userinfo endpoint.' });
  }
  const { settings, runtime } = client;
  const answer = await runtime.egress.request({
    url,
    headers: {
      accept: 'application/json, application/jwt',
      'user-agent': 'jackfield',
      ...settings.headers,
      authorization: `Bearer ${accessToken}`,
    },
  });
  const { status } = answer;
  if (status === 401 || status === 403) throw refusedToken(status, url);
  if (status !== 200) throw answerError(answer, { label: 'The userinfo endpoint', url, now: runtime.clock.now() });
  const claims = isSigned(answer) ? await readSigned(client, server, answer) : readJson(answer);
  if (!isObject(claims) || typeof claims.sub !== 'string') throw unreadable();
  if (claims.sub === subject) return claims;
  throw new ConnectorError('invalid_response', {
    hint: 'The userinfo answer is about another person than the ID token ("sub", OpenID Connect Core §5.3.2).',
  });
}

function isSigned({ headers }: EgressResponse): boolean {
  return /^application\/jwt\s*(?:;|$)/i.test(headers['content-type'] ?? '');
}

/** OpenID Connect Core §5.3.2: `iss` and `aud`, where they are there, are the provider's and ours. */
async function readSigned(client: OAuthClient, server: Server, { body }: EgressResponse): Promise<Claims> {
  const jws = new TextDecoder().decode(body);
  try {
    const { header, payload } = peekJws(jws);
    checkTimes(payload, Math.floor(client.runtime.clock.now() / 1000));
    const { iss = server.issuer, aud = client.settings.clientId } = payload;
    const audiences: unknown[] = Array.isArray(aud) ? aud : [aud];
    const isOurs = iss === server.issuer && audiences.includes(client.settings.clientId);
    if (!isOurs || !verifiableAlgorithms.includes(header.alg)) throw unreadable();
    await keySetOf(client, server).verify(client, jws, header, 'invalid_response');
    return payload;
  } catch (error) {
    throw ConnectorError.isInstance(error) && error.code !== 'social_invalid_id_token' ? error : unreadable(error);
  }
}

function unreadable(cause?: unknown): ConnectorError {
  return new ConnectorError('invalid_response', {
    hint: 'The userinfo answer is neither a JSON object with "sub" nor a signed token of this provider for this client.',
    cause,
  });
}
