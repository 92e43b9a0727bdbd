import { scopeGuard } from '@jackfield/oauth-kit';
import * as z from 'zod';

/**
 * An origin: https, or http on this very machine. Hosts in lower case, so that one server has one issuer, and never
 * github.com, which is what is used without it.
 */
const enterpriseAddress =
  /^(?!https:\/\/(?:[a-z0-9-]+\.)*github\.com(?:[:/]|$))(?:https:\/\/(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\]))(?::[1-9]\d{0,4})?\/?$/;

const allowedOrganizationGuard = z.strictObject({
  organization: z
    .string()
    .max(100)
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/)
    .meta({ title: 'Organization', description: 'Its name in addresses.', examples: ['acme'] }),
  organizationId: z
    .string()
    .regex(/^[1-9]\d{0,19}$/)
    .optional()
    .meta({
      title: 'Organization id',
      description:
        'Its number, as `https://api.github.com/orgs/<organization>` tells it. A renamed or deleted organization leaves its name to whoever takes it next; the number stays.',
      examples: ['9919'],
    }),
  teams: z
    .array(
      z
        .string()
        .max(255)
        .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/),
    )
    .min(1)
    .max(20)
    .optional()
    .meta({
      title: 'Teams',
      description: 'Names in addresses (slugs): the person must be in one of them, or in a team below it.',
      examples: [['engineering']],
    }),
});

/** Checks the configuration of GitHub. */
export const configGuard = z.strictObject({
  clientId: z
    .string()
    .max(255)
    .regex(/^[\w.-]+$/)
    .meta({
      title: 'Client id',
      description: 'The client id that GitHub shows for the app; not its app id.',
      examples: ['Iv1.your-client-id'],
    }),
  clientSecret: z
    .string()
    .max(255)
    .regex(/^[\x21-\x7E]+$/)
    .meta({
      title: 'Client secret',
      description: 'A client secret that GitHub has made for the app.',
      examples: ['your-client-secret'],
      secret: true,
    }),
  enterpriseUrl: z
    .string()
    .max(255)
    .regex(enterpriseAddress)
    .optional()
    .meta({
      title: 'Enterprise URL',
      description:
        'Address of a GitHub Enterprise Server, or of a GHE.com subdomain, without a path, in lower case. Left out: github.com.',
      examples: ['https://github.example.com'],
    }),
  scope: scopeGuard.default('user:email').meta({
    title: 'Scope',
    description:
      'Space-separated, for OAuth Apps (GitHub Apps have permissions instead). Without `user:email` or `user` there is no verified address.',
  }),
  allowSignup: z.boolean().default(true).meta({
    title: 'Allow sign-up',
    description: 'Whether GitHub offers people without an account to make one.',
  }),
  allowedOrganizations: z.array(allowedOrganizationGuard).min(1).max(20).optional().meta({
    title: 'Allowed organizations',
    description:
      'Only active members of one of these may sign in; asked in this order until one fits. Adds `read:org` to the scope.',
  }),
});

/** The configuration as it is written down. */
export type GithubConfig = z.input<typeof configGuard>;
/** The configuration with its defaults applied. */
export type ParsedGithubConfig = z.output<typeof configGuard>;
/** One entry of the list of organizations whose members may sign in. */
export type AllowedOrganization = z.output<typeof allowedOrganizationGuard>;
