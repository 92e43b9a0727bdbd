import { type JsonObject, without } from '../json.ts';
import { json } from '../scripted/answer.ts';
import type { Answer, ProviderContext, ReceivedRequest, Variant } from '../scripted/variant.ts';

const body = (description: string, change: (fields: JsonObject) => JsonObject): Variant => ({
  description,
  tokens: change,
});

const field = (description: string, name: string, value: unknown): Variant =>
  body(description, (fields) => ({ ...fields, [name]: value }));

/** An error whatever was asked (RFC 6749 §5.2). */
const failure = (
  description: string,
  status: number,
  content: (request: ReceivedRequest, context: ProviderContext) => JsonObject,
  endpoint: 'token' | 'revocation' = 'token',
): Variant => ({
  description,
  answers: {
    [endpoint]: (_answer: Answer, context: ProviderContext, request: ReceivedRequest) =>
      json(content(request, context), status),
  },
});

/** RFC 7009 §2.2.1. */
const unsupported = (description: string, status: number): Variant =>
  failure(description, status, () => ({ error: 'unsupported_token_type' }), 'revocation');

/** What the token and revocation endpoints say, and what they leave unchecked. */
export const tokenVariants = {
  'token/error-with-200': failure('An error with HTTP 200, as GitHub answers.', 200, () => ({
    error: 'bad_verification_code',
    error_description: 'The code passed is incorrect or expired.',
  })),
  'token/invalid-grant-with-200': failure('invalid_grant with HTTP 200.', 200, () => ({ error: 'invalid_grant' })),
  'token/error-beside-tokens': body('Tokens and an error together, with HTTP 200.', (fields) => ({
    ...fields,
    error: 'invalid_grant',
  })),
  'token/invalid-grant': failure('Refuses the code or refresh token.', 400, () => ({ error: 'invalid_grant' })),
  'token/invalid-client': failure('Refuses the client.', 401, () => ({ error: 'invalid_client' })),
  'token/invalid-client-400': failure('Refuses the client with HTTP 400.', 400, () => ({ error: 'invalid_client' })),
  'token/unauthorized-client': failure('Refuses the grant type.', 400, () => ({ error: 'unauthorized_client' })),
  'token/invalid-scope': failure('Refuses the scope.', 400, () => ({ error: 'invalid_scope' })),
  'token/error-html': failure('An error whose description is HTML.', 400, () => ({
    error: 'invalid_grant',
    error_description: '<script>alert(1)</script>',
  })),
  'token/error-object': failure('An error that is an object.', 400, () => ({ error: { message: 'no' } })),
  'token/error-echoes-request': failure(
    'An error that repeats what it was sent, secrets included.',
    400,
    ({ form, headers }, { clientSecret }) => ({
      error: 'invalid_grant',
      error_description: `${form.toString()} ${headers.authorization ?? ''} ${clientSecret}`,
      error_uri: `https://errors.example.test/?${form.toString()}`,
    }),
  ),
  'token/type-lower-case': field('token_type is bearer. Allowed.', 'token_type', 'bearer'),
  'token/type-upper-case': field('token_type is BEARER. Allowed.', 'token_type', 'BEARER'),
  'token/type-mac': field('token_type is mac.', 'token_type', 'mac'),
  'token/type-dpop': field('token_type is DPoP, which nobody asked for.', 'token_type', 'DPoP'),
  'token/type-number': field('token_type is a number.', 'token_type', 1),
  'token/type-missing': body('No token_type.', (fields) => without(fields, 'token_type')),
  'token/expires-in-string': field('expires_in is the text "3600".', 'expires_in', '3600'),
  'token/expires-in-text': field('expires_in is the text "soon".', 'expires_in', 'soon'),
  'token/expires-in-negative': field('expires_in is negative.', 'expires_in', -1),
  'token/expires-in-zero': field('expires_in is 0.', 'expires_in', 0),
  'token/expires-in-huge': field('expires_in is 10^20.', 'expires_in', 1e20),
  'token/expires-in-null': field('expires_in is null.', 'expires_in', null),
  'token/expires-in-missing': body('No expires_in. Allowed.', (fields) => without(fields, 'expires_in')),
  'token/access-token-missing': body('No access token.', (fields) => without(fields, 'access_token')),
  'token/access-token-empty': field('An empty access token.', 'access_token', ''),
  'token/access-token-number': field('The access token is a number.', 'access_token', 4711),
  'token/access-token-line-break': field(
    'The access token holds a line break and a header.',
    'access_token',
    'access\r\nX-Injected: yes',
  ),
  'token/refresh-token-missing': body('No refresh token. Allowed.', (fields) => without(fields, 'refresh_token')),
  'token/refresh-token-number': field('The refresh token is a number.', 'refresh_token', 4711),
  'token/scope-reduced': field('Grants less than was asked for. Allowed.', 'scope', 'openid'),
  'token/scope-array': field('The scope is a list.', 'scope', ['openid', 'email']),
  'token/code-reusable': { description: 'Takes a code any number of times.', ignores: ['code-reuse'] },
  'token/pkce-unchecked': { description: 'Does not check the code verifier.', ignores: ['pkce'] },
  'token/redirect-uri-unchecked': { description: 'Does not check the redirect URI.', ignores: ['redirect-uri'] },
  'token/client-unchecked': { description: 'Takes any client.', ignores: ['client'] },
  'token/unguarded': {
    description: 'Checks nothing: any client, a used code, no verifier, any redirect URI.',
    ignores: ['client', 'code-reuse', 'pkce', 'redirect-uri'],
  },
  'revocation/unsupported-token-type': unsupported('Does not revoke tokens of this kind.', 400),
  'revocation/unsupported-token-type-with-200': unsupported('The same, with HTTP 200.', 200),
} as const satisfies Record<string, Variant>;
