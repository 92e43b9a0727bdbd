import type { Answer } from '../../oidc/scripted/variant.ts';
import { faults } from '../../oidc/variants/answers.ts';
import type { GithubContext, GithubVariant } from '../variant.ts';

/** The endpoints at which each fault can occur. */
export const faultyEndpoints = {
  token: 'Token endpoint',
  user: 'Profile',
  emails: 'Addresses',
  'organization-membership': 'Membership',
  revocation: 'Revocation',
} as const;

type Change = (answer: Answer, context: GithubContext) => Answer;

const redirected =
  (status: number): Change =>
  (answer, { trapOrigin }) => ({ ...answer, status, headers: { location: `${trapOrigin}/redirected` }, body: '' });

const {
  'redirect-302': [found],
  'redirect-307': [kept],
  ...plainFaults
} = faults;

/** What can be wrong with any answer that ought to be JSON. */
export const githubFaults = {
  ...plainFaults,
  'redirect-302': [found, redirected(302)],
  'redirect-307': [kept, redirected(307)],
} as const satisfies Record<string, readonly [description: string, change: Change]>;

type FaultName = `${keyof typeof faultyEndpoints}/${keyof typeof githubFaults}`;

/** Every fault at every endpoint: `token/html`, `user/slow`, `emails/status-503` and so on. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the names are made of these very tables
export const answerVariants = Object.fromEntries(
  Object.entries(faultyEndpoints).flatMap(([endpoint, label]) =>
    Object.entries(githubFaults).map(([name, [description, change]]): [string, GithubVariant] => [
      `${endpoint}/${name}`,
      { description: `${label}: ${description}`, answers: { [endpoint]: change } },
    ]),
  ),
) as { [name in FaultName]: GithubVariant };
