import {
  ConnectorError,
  type EgressRequest,
  type EgressResponse,
  type ProviderDetails,
} from '@jackfield/connector-kit';
import { retryAfterSeconds } from '@jackfield/egress';
import { errorIn, isObject, readJson } from './answer-body.ts';
import { answerError, refusedToken } from './provider-errors.ts';
import { type OAuthClient, settingsSecrets } from './settings.ts';

/** Where a request carries its access token. */
export type AccessTokenPlace =
  /** `Authorization: <scheme> <token>` (RFC 6750 §2.1). Default scheme: `Bearer`. */
  | { readonly in: 'header'; readonly scheme?: string }
  /** A form parameter with POST (RFC 6750 §2.2), a query parameter with GET (§2.3). Default name: `access_token`. */
  | { readonly in: 'parameter'; readonly name?: string };

/** A request for something that belongs to the person who signed in. */
export interface ResourceRequest {
  readonly url: string;
  /** Default `GET`. */
  readonly method?: 'GET' | 'POST';
  /** Default: in the header. */
  readonly accessToken?: AccessTokenPlace;
  /** What is asked, as the subject of a sentence in error texts. Default `The user info endpoint`. */
  readonly label?: string;
}

/**
 * Asks a plain OAuth 2.0 resource for JSON. Integers beyond 2^53 come as strings with all their digits. Whatever the
 * content type says, the body decides: some providers label JSON as text.
 *
 * @throws `social_invalid_access_token` for 401, 403 and `invalid_token` (RFC 6750 §3.1); `rate_limit_exceeded` for 429,
 *   and for 403 where a header says so; `provider_unavailable`; `invalid_response` for anything that is no JSON, and for
 *   an error that comes with HTTP 200; what egress throws
 */
export async function fetchResource(
  client: OAuthClient,
  accessToken: string,
  request: ResourceRequest,
): Promise<unknown> {
  const answer = await client.runtime.egress.request(toEgressRequest(client, accessToken, request));
  const body = readJson(answer);
  const failure = failureOf(answer, body);
  if (failure === undefined) return body;
  const { label = 'The user info endpoint', url } = request;
  const secrets = [accessToken, ...settingsSecrets(client.settings)];
  throw toError(failure, answer, { label, url, now: client.runtime.clock.now(), secrets, details: errorIn(body) });
}

/**
 * As {@link fetchResource}, for an answer that must be a JSON object: a person's profile.
 *
 * @throws as {@link fetchResource}
 */
export async function fetchProfile(
  client: OAuthClient,
  accessToken: string,
  request: ResourceRequest,
): Promise<Record<string, unknown>> {
  const profile = await fetchResource(client, accessToken, request);
  if (isObject(profile)) return profile;
  throw new ConnectorError('invalid_response', {
    hint: `${request.label ?? 'The user info endpoint'} did not answer with a JSON object.`,
    cause: { status: 200, origin: new URL(request.url).origin },
  });
}

function toEgressRequest(
  { settings }: OAuthClient,
  accessToken: string,
  { url, method = 'GET', accessToken: place = { in: 'header' } }: ResourceRequest,
): EgressRequest {
  const headers = { accept: 'application/json', 'user-agent': 'jackfield', ...settings.headers };
  if (place.in === 'header') {
    return { url, method, headers: { ...headers, authorization: `${place.scheme ?? 'Bearer'} ${accessToken}` } };
  }
  const { name = 'access_token' } = place;
  if (method === 'POST') {
    const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
    return { url, method, headers: form, body: new URLSearchParams({ [name]: accessToken }).toString() };
  }
  const target = new URL(url);
  target.searchParams.set(name, accessToken);
  return { url: target, method, headers };
}

type Failure = 'rate limit' | 'access token' | 'error with 200' | 'no JSON' | 'status';

/** What is wrong with an answer; `undefined` when nothing is. */
function failureOf({ status, headers }: EgressResponse, body: unknown): Failure | undefined {
  if (status === 429) return 'rate limit';
  // GitHub and Facebook answer a used-up limit with 403.
  if (status === 403 && (headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0')) {
    return 'rate limit';
  }
  if (status === 401 || status === 403) return 'access token';
  const refused =
    errorIn(body)?.providerCode === 'invalid_token' ||
    (status >= 400 && /\binvalid_token\b/.test(headers['www-authenticate'] ?? ''));
  if (refused && status < 500) return 'access token';
  if (status !== 200) return 'status';
  if (body === undefined) return 'no JSON';
  return errorIn(body) === undefined ? undefined : 'error with 200';
}

interface FailureContext {
  label: string;
  url: string;
  /** Milliseconds since the epoch. */
  now: number;
  secrets: readonly string[];
  details: ProviderDetails | undefined;
}

function toError(failure: Failure, answer: EgressResponse, context: FailureContext): ConnectorError {
  const { label, url, now, secrets, details } = context;
  const { status, headers } = answer;
  const options = { cause: { status, origin: new URL(url).origin }, secrets, ...(details && { details }) };
  switch (failure) {
    case 'rate limit': {
      const retryAfter = retryAfterSeconds(headers['retry-after'], now) ?? secondsToReset(headers, now);
      const hint = `${label} answered ${status}: too many requests.`;
      return new ConnectorError('rate_limit_exceeded', {
        ...options,
        hint,
        ...(retryAfter === undefined ? {} : { retryAfter }),
      });
    }
    case 'access token':
      return refusedToken(status, url, { secrets, ...(details && { details }) });
    case 'error with 200':
      return new ConnectorError('invalid_response', {
        ...options,
        hint: `${label} answered an error with HTTP 200; the provider's own words are in "details".`,
      });
    case 'no JSON':
      return new ConnectorError('invalid_response', {
        ...options,
        hint: `${label} did not answer with JSON in UTF-8. Check its address: it may lead to a web page.`,
      });
    case 'status':
      return answerError(answer, { label, url, now });
  }
}

/** Seconds in a day: nobody is asked to wait longer. */
const longestWait = 86_400;
/** Values above this are seconds since the epoch, those below are seconds from now; providers do both. */
const earliestEpoch = 1_000_000_000;

/** The reset time of a rate limit, as X, GitHub, Discord and Reddit name it. */
function secondsToReset(headers: EgressResponse['headers'], now: number): number | undefined {
  const text = headers['x-rate-limit-reset'] ?? headers['x-ratelimit-reset'] ?? '';
  if (!/^\d{1,15}(?:\.\d{1,9})?$/.test(text)) return undefined;
  const value = Number(text);
  const seconds = Math.ceil(value > earliestEpoch ? value - now / 1000 : value);
  return Math.min(Math.max(seconds, 0), longestWait);
}
