import { apiError, apiJson } from '../api.ts';
import type { Answer } from '../../oidc/scripted/variant.ts';
import type { GithubContext, GithubEndpoint, GithubVariant } from '../variant.ts';

const restEndpoints = [
  'user',
  'emails',
  'organization-membership',
  'team-membership',
  'revocation',
] as const satisfies readonly GithubEndpoint[];

/** The same answer at every endpoint of the REST API, or at one. */
const everywhere = (
  description: string,
  answer: (context: GithubContext) => Answer,
  endpoints: readonly GithubEndpoint[] = restEndpoints,
): GithubVariant => ({
  description,
  answers: Object.fromEntries(
    endpoints.map((endpoint) => [endpoint, (_answer: Answer, context: GithubContext) => answer(context)]),
  ),
});

const exhausted = (reset: string): Answer =>
  apiError(403, 'API rate limit exceeded for user ID 18151210.', {
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': reset,
  });

const secondary = (headers: Answer['headers'] = {}): Answer =>
  apiError(403, 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.', headers);

/** How the REST API says no. */
export const limitVariants = {
  'limit/primary': everywhere('403: the limit is reached, for 90 more seconds.', ({ now }) => exhausted(`${now + 90}`)),
  'limit/primary-past': everywhere('403: the limit is reached; it says that it ended yesterday.', ({ now }) =>
    exhausted(`${now - 86_400}`),
  ),
  'limit/primary-huge': everywhere('403: the limit is reached, for an eternity.', () => exhausted('99999999999999')),
  'limit/primary-odd': everywhere('403: the limit is reached, until "soon".', () => exhausted('soon')),
  'limit/secondary': everywhere('403 with a message alone.', () => secondary()),
  'limit/secondary-retry-after': everywhere('403 with Retry-After 7.', () => secondary({ 'retry-after': '7' })),
  'limit/secondary-at-emails': everywhere(
    '403 with Retry-After 7, for addresses alone.',
    () => secondary({ 'retry-after': '7' }),
    ['emails'],
  ),
  'api/bad-credentials': everywhere('401: the token is not accepted.', () => apiError(401, 'Bad credentials')),
  'api/error-with-200': everywhere('An error with HTTP 200.', () => apiJson({ message: 'Bad credentials' })),
  'emails/not-permitted': everywhere(
    '403: a GitHub App without the permission to read addresses. Allowed.',
    () => apiError(403, 'Resource not accessible by integration'),
    ['emails'],
  ),
  'organization/app-not-approved': everywhere(
    '403: the organization has not approved the app.',
    () =>
      apiError(
        403,
        'Although you appear to have the correct authorization credentials, the organization has enabled OAuth App access restrictions.',
      ),
    ['organization-membership', 'team-membership'],
  ),
  'organization/single-sign-on': everywhere(
    '403: the organization demands a single sign-on session.',
    () =>
      apiError(403, 'Resource protected by organization SAML enforcement.', {
        'x-github-sso': 'required; url=https://github.example.test/orgs/analytical-engines/sso',
      }),
    ['organization-membership', 'team-membership'],
  ),
  'organization/team-invitation': {
    description: 'The invitation to the team is still open.',
    answers: {
      'team-membership': (answer) => ({ ...answer, body: answer.body.replace('"active"', '"pending"') }),
    },
  },
} as const satisfies Record<string, GithubVariant>;
