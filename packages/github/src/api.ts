import { ConnectorError, type EgressResponse, type Guard } from '@jackfield/connector-kit';
import { parseJson } from '@jackfield/egress';
import type { OAuthClient } from '@jackfield/oauth-kit';
import { rateLimitError } from './rate-limit.ts';

/** One call of the REST API. */
export interface ApiRequest {
  readonly url: string;
  /** Value of the header; none for an anonymous call. */
  readonly authorization?: string;
  readonly method?: 'GET' | 'DELETE';
  readonly body?: object;
}

/**
 * Calls the REST API.
 *
 * @returns any answer but those below; its status is for the caller to judge
 * @throws `rate_limit_exceeded`; `provider_unavailable` for 5xx and no answer at all; `invalid_response`; `egress_refused`
 */
export async function callApi({ runtime, settings }: OAuthClient, request: ApiRequest): Promise<EgressResponse> {
  const { url, authorization, method = 'GET', body } = request;
  const answer = await runtime.egress.request({
    url,
    method,
    headers: {
      ...settings.headers,
      accept: 'application/vnd.github+json',
      'user-agent': 'jackfield',
      ...(authorization === undefined ? {} : { authorization }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { status } = answer;
  const limited = rateLimitError(answer, url, runtime.clock.now());
  if (limited) throw limited;
  if (status >= 500) {
    throw new ConnectorError('provider_unavailable', {
      hint: `GitHub's API answered ${status}. Try again later.`,
      cause: causeOf(answer, url),
    });
  }
  return answer;
}

/** What a resource of the API says, or that it is not shown: 403 and 404 are how GitHub says "not you" or "not there". */
export type Resource<Data> =
  | { readonly isShown: true; readonly data: Data }
  | { readonly isShown: false; readonly status: 403 | 404 };

/**
 * Reads a resource with a person's access token.
 *
 * @throws `social_invalid_access_token` for 401, `invalid_response` for anything that is not the expected JSON, and what
 *   {@link callApi} throws
 */
export async function readResource<Data>(
  client: OAuthClient,
  accessToken: string,
  url: string,
  guard: Guard<Data>,
): Promise<Resource<Data>> {
  const answer = await callApi(client, { url, authorization: `Bearer ${accessToken}` });
  const { status } = answer;
  if (status === 401) {
    throw new ConnectorError('social_invalid_access_token', {
      hint: 'GitHub refused the access token. Start the sign-in again.',
      cause: causeOf(answer, url),
    });
  }
  if (status === 403 || status === 404) return { isShown: false, status };
  if (status !== 200) throw unexpected(answer, url, `answered ${status}, where 200 was expected`);
  const parsed = guard.safeParse(parseJson(answer.body));
  if (parsed.success) return { isShown: true, data: parsed.data };
  throw unexpected(answer, url, 'answered JSON of another form than its documentation says');
}

/** The error for an answer that cannot be what it ought to be. */
export function unexpected(answer: EgressResponse, url: string, what: string): ConnectorError {
  return new ConnectorError('invalid_response', {
    hint: `GitHub's API ${what}. Check enterpriseUrl, if it is set.`,
    cause: causeOf(answer, url),
  });
}

function causeOf({ status }: EgressResponse, url: string): object {
  return { status, origin: new URL(url).origin };
}
