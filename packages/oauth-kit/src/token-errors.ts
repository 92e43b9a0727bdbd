import {
  ConnectorError,
  type ConnectorErrorCode,
  type EgressResponse,
  type ProviderDetails,
} from '@jackfield/connector-kit';
import { errorIn } from './answer-body.ts';
import { type OAuthClient, type OAuthSettings, settingsSecrets, type StandardTokenError } from './settings.ts';

type Meaning = readonly [code: ConnectorErrorCode, hint: string];

/** A request to the token or revocation endpoint. */
export interface TokenRequest {
  readonly client: OAuthClient;
  /** What was sent. */
  readonly grant: 'code' | 'refresh token';
  readonly url: string;
  /** What must not show in an error, besides the secrets of the settings. */
  readonly secrets: readonly string[];
}

const wrongClient: Meaning = [
  'invalid_config',
  'The provider does not accept the client credentials. Compare clientId and the client secret or key with what the provider shows, and check that the client authentication method is the one registered there.',
];

const meanings: ReadonlyMap<string, Meaning> = new Map(
  Object.entries({
    invalid_client: wrongClient,
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
  } satisfies Record<Exclude<StandardTokenError, 'invalid_grant'>, Meaning>),
);

const refusedGrants = {
  code: [
    'social_auth_code_invalid',
    'The code is wrong, expired, used before, or was issued for another client or redirect URI. Start the sign-in again.',
  ],
  'refresh token': [
    'social_invalid_access_token',
    'The refresh token is wrong, expired or revoked. The person has to sign in again.',
  ],
} as const satisfies Record<TokenRequest['grant'], Meaning>;

/**
 * The error that an answer of the token or revocation endpoint carries. An `error` in the body counts also with HTTP 200,
 * as some providers send it; 429 and 5xx say enough by themselves.
 *
 * @param body the answer's, as far as it can be read
 * @returns `undefined` when it carries none
 */
export function tokenErrorIn(
  { status }: Pick<EgressResponse, 'status'>,
  body: unknown,
  { client: { settings }, grant, url, secrets }: TokenRequest,
): ConnectorError | undefined {
  if (status === 429 || status >= 500) return undefined;
  const details = errorIn(body);
  if (details === undefined && status !== 401) return undefined;
  const [code, hint] = meaningOf(settings, details ?? {}, grant, status);
  return new ConnectorError(code, {
    hint,
    cause: { status, origin: new URL(url).origin },
    secrets: [...secrets, ...settingsSecrets(settings)],
    ...(details && { details }),
  });
}

function meaningOf(
  settings: OAuthSettings,
  details: ProviderDetails,
  grant: TokenRequest['grant'],
  status: number,
): Meaning {
  const own = ownMeaning(settings, details);
  if (typeof own === 'object') return own;
  const { providerCode = '' } = details;
  const error = own ?? providerCode;
  if (error === 'invalid_grant') return refusedGrants[grant];
  const known = meanings.get(error);
  if (known) return known;
  // RFC 6749 §5.2: 401 stands for refused client credentials, unless the provider says something else in words.
  if (status === 401 && /^\d*$/.test(providerCode)) return wrongClient;
  return [
    'authorization_failed',
    `The provider refused the ${grant} with an error of its own, which is in "details". Look it up in its documentation.`,
  ];
}

/** What the settings say that an error means at this provider. */
export function ownMeaning(
  { providerErrors = {} }: OAuthSettings,
  { providerCode = '', providerDescription = '' }: ProviderDetails,
): StandardTokenError | Meaning | undefined {
  const words = `${providerCode}: ${providerDescription}`;
  const found = Object.entries(providerErrors).find(
    ([key]) => key === providerCode || (key.startsWith(`${providerCode}: `) && words.startsWith(key)),
  );
  return found?.[1];
}
