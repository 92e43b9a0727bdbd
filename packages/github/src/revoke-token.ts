import { ConnectorError } from '@jackfield/connector-kit';
import type { OAuthClient } from '@jackfield/oauth-kit';
import { callApi, unexpected } from './api.ts';
import type { ParsedGithubConfig } from './config.ts';
import type { GithubEndpoints } from './endpoints.ts';

/**
 * Revokes an access token: `DELETE /applications/{client_id}/token`. One that is unknown or revoked already counts as
 * revoked. https://docs.github.com/en/rest/apps/oauth-applications#delete-an-app-token
 *
 * @throws `not_implemented` for a refresh token, which GitHub cannot revoke by itself; `invalid_config` when GitHub does
 *   not accept the client
 */
export async function revokeToken(
  client: OAuthClient,
  { api }: GithubEndpoints,
  { clientId, clientSecret }: ParsedGithubConfig,
  token: unknown,
  hint?: string,
): Promise<void> {
  if (typeof token !== 'string' || token === '') {
    throw new ConnectorError('invalid_request_parameters', { hint: 'The token is empty or not a text.' });
  }
  if (hint === 'refresh_token' || token.startsWith('ghr_')) {
    throw new ConnectorError('not_implemented', {
      hint: 'GitHub revokes access tokens only. Revoke the access token; a refresh token ends when it is used, or after six months.',
    });
  }
  const url = `${api}/applications/${encodeURIComponent(clientId)}/token`;
  const answer = await callApi(client, {
    url,
    method: 'DELETE',
    authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
    body: { access_token: token },
  });
  const { status } = answer;
  if (status === 204 || status === 404) return;
  const cause = { status, origin: new URL(url).origin };
  if (status === 401) {
    throw new ConnectorError('invalid_config', {
      hint: 'GitHub does not accept the app. Compare clientId and clientSecret with what its settings show.',
      cause,
    });
  }
  if (status === 422) {
    throw new ConnectorError('invalid_request_parameters', {
      hint: 'GitHub cannot read what was passed as an access token, and has revoked nothing.',
      cause,
    });
  }
  throw unexpected(answer, url, `answered ${status}, where 204 was expected`);
}
