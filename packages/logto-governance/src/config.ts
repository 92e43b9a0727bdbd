import * as z from 'zod';

/** https, or http on this very machine; what may be called is decided by the outbound policy. */
const origin = String.raw`(?:https:\/\/[^\s/?#@\\]+|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?)`;
const baseAddress = new RegExp(String.raw`^${origin}\/?$`);
const address = new RegExp(String.raw`^${origin}(?:\/[^\s?#]*)?$`);

const text = () => z.string().min(1).max(1024);

/** Checks the configuration of a Logto tenant. */
export const configGuard = z.strictObject({
  baseUrl: z
    .string()
    .max(2048)
    .regex(baseAddress)
    .meta({
      title: 'Base URL',
      description: 'Where the tenant is reached, without a path: its Logto endpoint, not its admin console.',
      examples: ['https://your-tenant.logto.app'],
    }),
  clientId: text().meta({
    title: 'App id',
    description: 'The id of a machine-to-machine application of this tenant.',
    examples: ['your-app-id'],
  }),
  clientSecret: text().meta({
    title: 'App secret',
    description: 'A secret of the same application.',
    examples: ['your-app-secret'],
    secret: true,
  }),
  tokenUrl: z
    .string()
    .max(2048)
    .regex(address)
    .optional()
    .meta({
      title: 'Token URL',
      description: 'Where access tokens are issued. Default: `/oidc/token` below the base URL.',
      examples: ['https://your-tenant.logto.app/oidc/token'],
    }),
  resource: z
    .string()
    .max(2048)
    .regex(address)
    .optional()
    .meta({
      title: 'Management API resource',
      description:
        'The API identifier of the Management API: a name, not an address. Default: `/api` below the base URL for `*.logto.app`, else `https://default.logto.app/api`, which every self-hosted Logto uses. Set it for a Logto Cloud tenant with a domain of its own.',
      examples: ['https://your-tenant.logto.app/api'],
    }),
  owner: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({
      title: 'Owner',
      description: 'Who answers for access in this tenant: a person or a team. Kept with each snapshot.',
      examples: ['security@example.com'],
    }),
  parallel: z.int().min(1).max(32).default(8).meta({
    title: 'Parallel requests',
    description: 'At most this many at a time; fewer while Logto limits the rate.',
  }),
  timeout: z.number().min(0.1).max(300).default(30).meta({
    title: 'Timeout',
    description: 'Seconds for one request.',
  }),
  retries: z.int().min(0).max(20).default(8).meta({
    title: 'Retries',
    description: 'How often one request is repeated that was limited, got lost or was answered with a server error.',
  }),
});

/** The configuration as it is written down. */
export type LogtoGovernanceConfig = z.input<typeof configGuard>;
/** The configuration with its defaults applied. */
export type ParsedConfig = z.output<typeof configGuard>;
