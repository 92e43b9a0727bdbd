import { clientAuthenticationGuard, endpointGuard, issuerGuard, scopeGuard } from '@jackfield/oauth-kit';
import * as z from 'zod';
import { headerName, headerValue, parameterName, text } from './config-fields.ts';

const path = (title: string, example: string) =>
  text().meta({ title, description: 'Path in the answer.', examples: [example] });

const userInfoGuard = z
  .strictObject({
    endpoint: endpointGuard.meta({
      title: 'Endpoint',
      description: 'What tells who signed in: a JSON object. It may carry a query.',
      examples: ['https://api.example.com/me'],
    }),
    method: z.enum(['GET', 'POST']).default('GET').meta({ title: 'Method', description: 'Of the request.' }),
    accessToken: z
      .discriminatedUnion('in', [
        z
          .strictObject({
            in: z.literal('header').meta({ title: 'Place', description: 'In the Authorization header.' }),
            scheme: z
              .string()
              .regex(/^[A-Za-z][\w-]{0,31}$/)
              .default('Bearer')
              .meta({ title: 'Scheme', description: 'The word before the token.' }),
          })
          .meta({ title: 'In a header' }),
        z
          .strictObject({
            in: z.literal('parameter').meta({
              title: 'Place',
              description:
                'As a form field with POST; with GET in the address, where logs and proxies see it (RFC 6750 §2.3).',
            }),
            name: parameterName()
              .default('access_token')
              .meta({ title: 'Name', description: 'Of the parameter that carries the token.' }),
          })
          .meta({ title: 'In a parameter' }),
      ])
      .optional()
      .meta({ title: 'Access token', description: 'Where the request carries it; default: as a Bearer header.' }),
  })
  .meta({ title: 'User info', description: 'How the provider is asked who signed in.' });

const profileGuard = z
  .strictObject({
    id: text().meta({
      title: 'Id',
      description:
        "Path of the person's id, such as `id` or `data.id`. It must never change for a person, and never be given to another.",
      examples: ['id'],
    }),
    email: path('E-mail', 'user.email').optional(),
    emailVerified: text()
      .optional()
      .meta({
        title: 'E-mail verified',
        description:
          'Path of the mark (`true`) of the very address above. Without it, the address counts as unverified.',
        examples: ['user.email_verified'],
      }),
    phone: path('Phone', 'user.phone').optional(),
    phoneVerified: text()
      .optional()
      .meta({
        title: 'Phone verified',
        description: 'Path of the mark (`true`) of the very number above. Without it, the number is not used.',
        examples: ['user.phone_verified'],
      }),
    name: path('Name', 'display_name').optional(),
    avatar: text()
      .optional()
      .meta({
        title: 'Avatar',
        description:
          'Path of the address of a picture, such as `images.0.url`; or the address itself, with paths in braces.',
        examples: ['https://cdn.example.com/{id}/{avatar}.png'],
      }),
  })
  .meta({
    title: 'Profile',
    description: 'Where the answer keeps what a person is known by. Only what is named here is read.',
  });

/** Codes of RFC 6749 §5.2 that a provider's own codes can stand for. */
const standardTokenErrors = [
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
  'temporarily_unavailable',
  'slow_down',
] as const;

/** Checks the configuration of an OAuth 2.0 provider. */
export const configGuard = z.strictObject({
  clientId: text().meta({
    title: 'Client id',
    description: 'The id that the provider shows for the client.',
    examples: ['your-client-id'],
  }),
  clientAuthentication: clientAuthenticationGuard.meta({
    title: 'Client authentication',
    description:
      'How the client proves itself to the provider. Assertions name the issuer as their audience: configure it with them.',
  }),
  authorizationEndpoint: endpointGuard.meta({
    title: 'Authorization endpoint',
    description: 'Where the browser is sent to. It may carry a query.',
    examples: ['https://id.example.com/authorize'],
  }),
  tokenEndpoint: endpointGuard.meta({
    title: 'Token endpoint',
    description: 'Where the code is exchanged. It may carry a query.',
    examples: ['https://id.example.com/token'],
  }),
  refreshEndpoint: endpointGuard.optional().meta({
    title: 'Refresh endpoint',
    description: 'Where tokens are refreshed, if that is not the token endpoint.',
    examples: ['https://id.example.com/refresh'],
  }),
  revocationEndpoint: endpointGuard.optional().meta({
    title: 'Revocation endpoint',
    description: 'Where tokens are revoked (RFC 7009), if the provider can do that.',
    examples: ['https://id.example.com/revoke'],
  }),
  issuer: z
    .strictObject({
      url: issuerGuard.meta({
        title: 'URL',
        description: 'To the letter. People are keyed by it: it must not change once somebody has signed in.',
        examples: ['https://id.example.com'],
      }),
      inCallback: z.enum(['ifPresent', 'required']).default('ifPresent').meta({
        title: 'In the callback',
        description:
          'Whether every callback must carry it as `iss` (RFC 9207), or only one that is there is checked. Providers that send it say `authorization_response_iss_parameter_supported`.',
      }),
    })
    .optional()
    .meta({
      title: 'Issuer',
      description: "Whose ids the people's are; default: the token endpoint's origin, and `iss` is not checked.",
    }),
  scope: scopeGuard.optional().meta({
    title: 'Scope',
    description: "Space-separated; default: the provider's own.",
    examples: ['profile email'],
  }),
  userInfo: userInfoGuard,
  profile: profileGuard,
  treatEmailAsVerified: z.boolean().default(false).meta({
    title: 'Treat e-mail as verified',
    description:
      '**Weakening.** Counts an address that the provider does not mark at all as verified. Only where the provider verifies every address, or you control every account there.',
  }),
  authorizationParameters: z.record(parameterName(), text()).optional().meta({
    title: 'Authorization parameters',
    description: 'Sent along with every authorization request.',
  }),
  tokenParameters: z.record(parameterName(), text()).optional().meta({
    title: 'Token parameters',
    description: 'Sent along with every request to the token endpoint. Nothing secret.',
  }),
  headers: z.record(headerName(), headerValue()).optional().meta({
    title: 'Headers',
    description: 'Sent along with every request, such as an API version or a user agent. Nothing secret.',
  }),
  tokenErrors: z
    .record(z.string().regex(/^[\x21-\x7E]{1,100}$/), z.enum(standardTokenErrors))
    .optional()
    .meta({
      title: 'Token errors',
      description: "What the provider's own error codes mean in the words of RFC 6749 §5.2.",
    }),
  withoutPkce: z.boolean().default(false).meta({
    title: 'Without PKCE',
    description:
      '**Weakening.** Only for a provider that refuses PKCE; one that does not know it takes no notice of it.',
  }),
});

/** The configuration as it is written down. */
export type OAuthStandardConfig = z.input<typeof configGuard>;
/** The configuration with its defaults applied. */
export type ParsedOAuthStandardConfig = z.output<typeof configGuard>;
