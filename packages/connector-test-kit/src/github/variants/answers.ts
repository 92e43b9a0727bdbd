import { faults } from '../../oidc/variants/answers.ts';
import type { GithubVariant } from '../variant.ts';

/** The endpoints at which each fault can occur. */
const faultyEndpoints = {
  token: 'Token endpoint',
  user: 'Profile',
  emails: 'Addresses',
  'organization-membership': 'Membership',
  revocation: 'Revocation',
} as const;

type FaultName = `${keyof typeof faultyEndpoints}/${keyof typeof faults}`;

/** Every fault at every endpoint: `token/html`, `user/slow`, `emails/status-503` and so on. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the names are made of these very tables
export const answerVariants = Object.fromEntries(
  Object.entries(faultyEndpoints).flatMap(([endpoint, label]) =>
    Object.entries(faults).map(([name, [description, change]]): [string, GithubVariant] => [
      `${endpoint}/${name}`,
      { description: `${label}: ${description}`, answers: { [endpoint]: change } },
    ]),
  ),
) as { [name in FaultName]: GithubVariant };
