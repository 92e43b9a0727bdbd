import {
  ConnectorError,
  type ConnectorErrorCode,
  type ConnectorErrorOptions,
  type EgressResponse,
} from '@jackfield/connector-kit';
import { retryAfterSeconds } from '@jackfield/egress';

interface AnswerContext {
  /** What answered, as the subject of a sentence: "The token endpoint". */
  label: string;
  url: string | URL;
  /** Milliseconds since the epoch. */
  now: number;
  secrets?: readonly string[] | undefined;
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

/** `error` and `error_description` of a body after RFC 6749 §5.2, whatever the status it came with. */
export interface OAuthErrorBody {
  error: string;
  error_description?: string;
}

/** The error that a JSON body carries, if it carries one. */
export function oauthErrorBody(body: unknown): OAuthErrorBody | undefined {
  if (typeof body !== 'object' || body === null || !('error' in body) || typeof body.error !== 'string')
    return undefined;
  const description = 'error_description' in body ? body.error_description : undefined;
  return { error: body.error, ...(typeof description === 'string' ? { error_description: description } : {}) };
}

type Meaning = readonly [code: ConnectorErrorCode, hint: string];

const wrongClient: Meaning = [
  'invalid_config',
  'The provider does not accept the client credentials. Compare clientId and the client secret or key with what the provider shows, and check that the client authentication method is the one registered there.',
];

/** RFC 6749 §5.2 and the codes that providers add. */
const tokenErrors: Readonly<Record<string, Meaning>> = {
  invalid_client: wrongClient,
  incorrect_client_credentials: wrongClient,
  unauthorized_client: [
    'invalid_config',
    "The provider does not allow this client to use this grant. Allow it in the client's settings there.",
  ],
  unsupported_grant_type: ['invalid_config', 'The token endpoint does not know this grant. Check its address.'],
  redirect_uri_mismatch: [
    'invalid_config',
    'The redirect URI is not the one registered at the provider. Register it there, to the letter.',
  ],
  invalid_scope: [
    'invalid_config',
    'The provider does not know, or does not allow, a scope. Check the configured scope.',
  ],
  invalid_target: ['invalid_config', 'The provider does not know the resource or audience.'],
  temporarily_unavailable: ['provider_unavailable', 'The provider says that it is unavailable. Try again later.'],
  server_error: ['provider_unavailable', 'The provider failed. Try again later.'],
  slow_down: ['rate_limit_exceeded', 'The provider asks for fewer requests.'],
};

const refusedGrants = {
  code: [
    'social_auth_code_invalid',
    'The code is wrong, expired, used before, or was issued for another client or redirect URI. Start the sign-in again.',
  ],
  'refresh token': [
    'social_invalid_access_token',
    'The refresh token is wrong, expired or revoked. The person has to sign in again.',
  ],
} as const satisfies Record<string, Meaning>;

/** The error for an error answer of the token or revocation endpoint. */
export function tokenError(
  { error, error_description: description }: OAuthErrorBody,
  grant: keyof typeof refusedGrants,
  options: Pick<ConnectorErrorOptions, 'cause' | 'secrets' | 'retryAfter'>,
): ConnectorError {
  const meaning: Meaning =
    error === 'invalid_grant' || error === 'bad_verification_code' || error === 'bad_refresh_token'
      ? refusedGrants[grant]
      : Object.hasOwn(tokenErrors, error)
        ? (tokenErrors[error] ?? wrongClient)
        : ['authorization_failed', `The provider refused the ${grant}; its own error is in "details".`];
  const [code, hint] = meaning;
  return new ConnectorError(code, {
    hint,
    details: { providerCode: error, ...(description === undefined ? {} : { providerDescription: description }) },
    ...options,
  });
}

/**
 * The error for anything that the protocol library threw while it checked an answer. Its own text and cause hold token
 * contents, so only its name and code are kept; `hint` says in our words what it means at this step.
 */
export function checkError(error: unknown, code: ConnectorErrorCode, hint: string): ConnectorError {
  if (ConnectorError.isInstance(error)) return error;
  return new ConnectorError(code, { hint, cause: error });
}
