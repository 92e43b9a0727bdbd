import { json } from '../api/answer.ts';
import type { LogtoVariant } from './variant.ts';

const field = (description: string, name: string, value: unknown): LogtoVariant => ({
  description: `Token endpoint: ${description}`,
  tokens: (body) => ({ ...body, [name]: value }),
});

/** What happens to tokens, and what their endpoint says of them. */
export const tokenVariants = {
  'token/role-missing': field(
    'no scope, for an app without the role of the Management API; every call is forbidden.',
    'scope',
    undefined,
  ),
  'token/scope-other': field('another scope than was asked for; every call is forbidden.', 'scope', 'read:nothing'),
  'token/access-token-missing': field('no access token.', 'access_token', undefined),
  'token/access-token-empty': field('an empty access token.', 'access_token', ''),
  'token/access-token-number': field('a number as access token.', 'access_token', 42),
  'token/access-token-line-break': field('an access token with a line break.', 'access_token', 'a\r\nx-injected: 1'),
  'token/type-odd': field('the token type "mac".', 'token_type', 'mac'),
  'token/type-missing': field('no token type.', 'token_type', undefined),
  'token/lifetime-missing': field('no expires_in. Allowed.', 'expires_in', undefined),
  'token/lifetime-text': field('expires_in as a text.', 'expires_in', '3600'),
  'token/lifetime-short': field('expires_in is 1.', 'expires_in', 1),
  'token/lifetime-zero': field('expires_in is 0.', 'expires_in', 0),
  'token/lifetime-negative': field('expires_in is -3600.', 'expires_in', -3600),
  'token/lifetime-huge': field('expires_in is 10^15.', 'expires_in', 1e15),
  'token/expires-midway': {
    description:
      'Tokens expire long before their time: at the second page of any list, and at the third list of members.',
    before: ({ tokens }, { endpoint, page, attempt, count }) => {
      if (attempt === 1 && (page === 2 || (endpoint === 'members' && count === 3))) tokens.expireAll();
    },
  },
  'token/expires-often': {
    description: 'Tokens expire at every fifth call of an endpoint.',
    before: ({ tokens }, { attempt, count }) => {
      if (attempt === 1 && count % 5 === 0) tokens.expireAll();
    },
  },
  'token/expires-at-once': {
    description: 'Tokens have expired when they are first used.',
    before: ({ tokens }) => tokens.expireAll(),
  },
  'token/role-lost-midway': {
    description: 'The app loses its role before the members are read; every call from then on is forbidden.',
    before: ({ tokens }, { endpoint }) => {
      if (endpoint === 'members') tokens.stripAll();
    },
    tokens: (body, { count }) => (count > 1 ? { ...body, scope: undefined } : body),
  },
  'token/app-deleted-midway': {
    description: 'Tokens expire before the members are read, and the token endpoint no longer knows the app.',
    before: ({ tokens }, { endpoint }) => {
      if (endpoint === 'members') tokens.expireAll();
    },
    answer: (answer, { endpoint, count }) =>
      endpoint === 'token' && count > 1
        ? json({ code: 'oidc.invalid_client', message: 'client is not known', error: 'invalid_client' }, 400)
        : answer,
  },
} as const satisfies Record<string, LogtoVariant>;
