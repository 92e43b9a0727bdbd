import { openidScopeGuard } from '@jackfield/oauth-kit';
import * as z from 'zod';

const text = () => z.string().min(1).max(512);

/** Checks the configuration of a client at Google. */
export const configGuard = z.strictObject({
  clientId: text().meta({
    title: 'Client id',
    description: 'Of the OAuth client of the type _Web application_ in the Google Cloud console.',
    examples: ['1234567890-abc.apps.googleusercontent.com'],
  }),
  clientSecret: text().meta({
    title: 'Client secret',
    description: 'The secret of that client.',
    examples: ['your-client-secret'],
    secret: true,
  }),
  additionalClientIds: z
    .array(text())
    .min(1)
    .max(50)
    .optional()
    .meta({
      title: 'Additional client ids',
      description:
        'Of other clients of the same project (Android, iOS, another site), whose ID tokens and One Tap credentials are accepted as well.',
      examples: [['1234567890-ios.apps.googleusercontent.com']],
    }),
  scope: openidScopeGuard
    .default('openid email profile')
    .meta({ title: 'Scope', description: 'Space-separated, beginning with `openid`.' }),
  hostedDomains: z
    .array(
      z
        .string()
        .max(253)
        .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/),
    )
    .min(1)
    .max(100)
    .optional()
    .meta({
      title: 'Hosted domains',
      description:
        'Primary domains, in lower case, of the Google Workspace or Cloud Identity organisations whose people may sign in; nobody else then can. Checked on the signed `hd` claim, never on the address.',
      examples: [['example.com']],
    }),
  authoritativeEmailOnly: z.boolean().default(false).meta({
    title: 'Authoritative e-mail only',
    description:
      'Counts an address as verified only where Google itself is responsible for it: `@gmail.com`, or an account of an organisation. Google verified any other address once, and it may have another owner by now.',
  }),
  prompt: z.enum(['consent', 'select_account', 'select_account consent']).optional().meta({
    title: 'Prompt',
    description:
      'What Google asks at every sign-in, unless the call says otherwise. (`none`, a sign-in that asks nothing, makes sense for a single call only.)',
  }),
  offlineAccess: z.boolean().default(false).meta({
    title: 'Offline access',
    description:
      'Asks for a refresh token. Google gives one only when the person consents, so consent is asked for at every sign-in, unless `prompt` or the call says otherwise.',
  }),
  includeGrantedScopes: z.boolean().default(false).meta({
    title: 'Include granted scopes',
    description: 'Lets the access token carry the scopes that the person granted earlier, too.',
  }),
});

/** The configuration as it is written down. */
export type GoogleConfig = z.input<typeof configGuard>;
/** The configuration with its defaults applied. */
export type ParsedGoogleConfig = z.output<typeof configGuard>;
