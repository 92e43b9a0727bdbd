import {
  clientAuthenticationGuard,
  endpointGuard,
  issuerGuard,
  openidScopeGuard,
  verifiableAlgorithms,
} from '@jackfield/oauth-kit';
import * as z from 'zod';

const text = () => z.string().min(1).max(4096);
const endpoint = (title: string, path: string) =>
  endpointGuard.meta({
    title,
    description: 'Instead of the one from the discovery document.',
    examples: [`https://id.example.com${path}`],
  });
const claimPath = (title: string, standard: string, example: string) =>
  text().meta({ title, description: `Path of the claim; default \`${standard}\`.`, examples: [example] });

/** Parameters of OpenID Connect Core §3.1.2.1, RFC 8707, and those of the providers in the README. */
// oxfmt-ignore
const authorizationParameterNames = [
  'access_type', 'acr_values', 'audience', 'claims', 'claims_locales', 'connection', 'display', 'domain_hint',
  'hd', 'idp', 'identity_provider', 'kc_idp_hint', 'organization', 'prompt', 'resource', 'screen_hint', 'team',
  'ui_locales',
] as const;

/** Checks the configuration of an OpenID Connect provider. */
export const configGuard = z.strictObject({
  issuer: issuerGuard.meta({
    title: 'Issuer',
    description: 'The issuer as the provider writes it, to the letter; its metadata is found below it.',
    examples: ['https://id.example.com'],
  }),
  clientId: text().meta({
    title: 'Client id',
    description: 'The id that the provider shows for the client.',
    examples: ['your-client-id'],
  }),
  clientAuthentication: clientAuthenticationGuard,
  scope: openidScopeGuard
    .default('openid profile email')
    .meta({ title: 'Scope', description: 'Space-separated, beginning with `openid`.' }),
  endpoints: z
    .strictObject({
      authorizationEndpoint: endpoint('Authorization endpoint', '/authorize').optional(),
      tokenEndpoint: endpoint('Token endpoint', '/token').optional(),
      userinfoEndpoint: endpoint('Userinfo endpoint', '/userinfo').optional(),
      jwksUri: endpoint('Key set', '/keys').optional(),
      revocationEndpoint: endpoint('Revocation endpoint', '/revoke').optional(),
      endSessionEndpoint: endpoint('End-session endpoint', '/logout').optional(),
    })
    .optional()
    .meta({
      title: 'Endpoints',
      description:
        'Single endpoints, instead of the discovered ones. With authorization, token and key set all given, nothing is discovered.',
    }),
  tenants: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('any') }).meta({ title: 'Any tenant' }),
      z
        .strictObject({
          kind: z.literal('listed'),
          tenantIds: z
            .array(z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/))
            .min(1)
            .meta({
              title: 'Tenant ids',
              description: 'In lower case.',
              examples: [['72f988bf-86f1-41af-91ab-2d7cd011db47']],
            }),
        })
        .meta({ title: 'Listed tenants' }),
    ])
    .optional()
    .meta({
      title: 'Tenants',
      description: 'For an issuer of many tenants (Entra: `organizations`, `common`): which of them may sign in.',
    }),
  idTokenAlgorithms: z
    .array(z.enum(verifiableAlgorithms))
    .min(1)
    .optional()
    .meta({
      title: 'ID token algorithms',
      description: 'Which signatures are accepted; default: every asymmetric one that the provider announces.',
      examples: [['ES256']],
    }),
  userInfo: z.enum(['whenNeeded', 'always', 'never']).default('whenNeeded').meta({
    title: 'Userinfo',
    description:
      'Whether the userinfo endpoint is asked: only when the ID token lacks a name, a verified address or a phone number that the scope asks for; always; never.',
  }),
  claims: z
    .strictObject({
      id: claimPath('Id', 'sub', 'oid').optional(),
      email: claimPath('E-mail', 'email', 'emails.0.value').optional(),
      emailVerified: claimPath('E-mail verified', 'email_verified', 'emails.0.verified').optional(),
      phone: claimPath('Phone', 'phone_number', 'profile.phone').optional(),
      phoneVerified: claimPath('Phone verified', 'phone_number_verified', 'profile.phone_verified').optional(),
      name: claimPath('Name', 'name', 'profile.display_name').optional(),
      avatar: claimPath('Avatar', 'picture', 'profile.image').optional(),
    })
    .optional()
    .meta({
      title: 'Claims',
      description:
        'Where the provider keeps what a person is known by. The id is read from the ID token only, and must never change for a person. With an own path for an address, name the path of its mark too, or it counts as unverified.',
    }),
  treatEmailAsVerified: z.boolean().default(false).meta({
    title: 'Treat e-mail as verified',
    description:
      '**Weakening.** Counts an address that the provider does not mark at all as verified. Only where you control every account at the provider.',
  }),
  authorizationParameters: z
    .partialRecord(z.enum(authorizationParameterNames), text())
    .optional()
    .meta({ title: 'Authorization parameters', description: 'Sent along with every authorization request.' }),
  maxAge: z
    .int()
    .nonnegative()
    .max(31_536_000)
    .optional()
    .meta({
      title: 'Maximum age',
      description: 'Seconds since the person last signed in at the provider, after which they have to do so again.',
      examples: [3600],
    }),
  responseMode: z.enum(['query', 'form_post']).default('query').meta({
    title: 'Response mode',
    description: 'How the provider answers: `form_post` needs a session cookie with `SameSite=None`.',
  }),
  withoutPkce: z.boolean().default(false).meta({
    title: 'Without PKCE',
    description: '**Weakening.** Only for a provider that refuses PKCE.',
  }),
  withoutNonce: z.boolean().default(false).meta({
    title: 'Without nonce',
    description: '**Weakening.** Only for a provider that does not return the nonce (LinkedIn).',
  }),
});

/** The configuration as it is written down. */
export type OidcStandardConfig = z.input<typeof configGuard>;
/** The configuration with its defaults applied. */
export type ParsedOidcStandardConfig = z.output<typeof configGuard>;
