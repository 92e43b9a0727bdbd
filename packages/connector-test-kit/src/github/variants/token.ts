import { type JsonObject, without } from '../../oidc/json.ts';
import { json } from '../../oidc/scripted/answer.ts';
import type { GithubContext, GithubVariant, ReceivedGithubRequest } from '../variant.ts';

/** An error with HTTP 200, whatever was asked. */
const failure = (
  description: string,
  content: (request: ReceivedGithubRequest, context: GithubContext) => JsonObject,
  status = 200,
): GithubVariant => ({
  description,
  answers: { token: (_answer, context, request) => json(content(request, context), status) },
});

const fields = (description: string, change: (body: JsonObject) => JsonObject): GithubVariant => ({
  description,
  tokens: change,
});

/** What the token endpoint says. */
export const tokenVariants = {
  'token/bad-verification-code': failure('Refuses the code, with HTTP 200.', () => ({
    error: 'bad_verification_code',
    error_description: 'The code passed is incorrect or expired.',
  })),
  'token/incorrect-client-credentials': failure('Refuses the client secret, with HTTP 200.', () => ({
    error: 'incorrect_client_credentials',
    error_description: 'The client_id and/or client_secret passed are incorrect.',
  })),
  'token/redirect-uri-mismatch': failure('Refuses the redirect URI, with HTTP 200.', () => ({
    error: 'redirect_uri_mismatch',
    error_description: 'The redirect_uri MUST match the registered callback URL for this application.',
  })),
  'token/unverified-user-email': failure('The person has verified no address; HTTP 200.', () => ({
    error: 'unverified_user_email',
    error_description: 'The user must have a verified primary email.',
  })),
  'token/not-found': failure('Does not know the client: HTTP 404.', () => ({ error: 'Not Found' }), 404),
  'token/slow-down': failure('Asks for patience, with HTTP 200.', () => ({ error: 'slow_down' })),
  'token/unknown-error': failure('An error that nobody knows, with HTTP 200.', () => ({ error: 'brand_new_error' })),
  'token/error-echoes-request': failure(
    'An error that repeats what it was sent, secrets included.',
    ({ body }, { clientSecret }) => ({
      error: 'bad_verification_code',
      error_description: `${body} ${clientSecret}`,
      error_uri: `https://errors.example.test/?${body}`,
    }),
  ),
  'token/error-beside-tokens': fields('Tokens and an error together.', (body) => ({
    ...body,
    error: 'bad_verification_code',
  })),
  'token/expires-in-text': fields('expires_in is the text "28800". Allowed.', (body) => ({
    ...body,
    expires_in: '28800',
  })),
  'token/expires-in-negative': fields('expires_in is negative.', (body) => ({ ...body, expires_in: -1 })),
  'token/type-mac': fields('token_type is mac.', (body) => ({ ...body, token_type: 'mac' })),
  'token/access-token-missing': fields('No access token.', (body) => without(body, 'access_token')),
  'token/access-token-line-break': fields('The access token holds a line break and a header.', (body) => ({
    ...body,
    access_token: 'gho_access\r\nX-Injected: yes',
  })),
  'token/code-reusable': { description: 'Takes a code any number of times.', ignores: ['code-reuse'] },
  'token/pkce-unchecked': { description: 'Does not check the code verifier.', ignores: ['pkce'] },
} as const satisfies Record<string, GithubVariant>;
