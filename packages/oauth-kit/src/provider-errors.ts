import { ConnectorError, type ConnectorErrorOptions, type EgressResponse } from '@jackfield/connector-kit';
import { retryAfterSeconds } from '@jackfield/egress';

interface AnswerContext {
  /** What answered, as the subject of a sentence: "The token endpoint". */
  label: string;
  url: string | URL;
  /** Milliseconds since the epoch. */
  now: number;
}

/** The error for an answer that is not the expected one, by its HTTP status alone. */
export function answerError(
  response: Pick<EgressResponse, 'status' | 'headers'>,
  context: AnswerContext,
): ConnectorError {
  const { status } = response;
  const cause = { status, origin: new URL(context.url).origin };
  if (status === 429) {
    const retryAfter = retryAfterSeconds(response.headers['retry-after'], context.now);
    return new ConnectorError('rate_limit_exceeded', {
      hint: `${context.label} answered 429 Too Many Requests.`,
      cause,
      ...(retryAfter === undefined ? {} : { retryAfter }),
    });
  }
  if (status >= 500) {
    return new ConnectorError('provider_unavailable', {
      hint: `${context.label} answered ${status}. Try again later.`,
      cause,
    });
  }
  return new ConnectorError('invalid_response', {
    hint: `${context.label} answered ${status}, where 200 was expected. Check its address.`,
    cause,
  });
}

/** The error for an access token that a resource refused with this status (RFC 6750 §3.1). */
export function refusedToken(
  status: number,
  url: string | URL,
  said: Pick<ConnectorErrorOptions, 'details' | 'secrets'> = {},
): ConnectorError {
  return new ConnectorError('social_invalid_access_token', {
    hint:
      status === 403
        ? 'The access token does not allow this. Add the scope that the provider asks for, then start the sign-in again.'
        : 'The provider refused the access token. Start the sign-in again.',
    cause: { status, origin: new URL(url).origin },
    ...said,
  });
}
