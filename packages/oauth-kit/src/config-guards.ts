import * as z from 'zod';

/** https, or http on this very machine; what may be called is decided by the outbound policy. */
const origin = String.raw`(?:https:\/\/[^\s/?#@]+|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?)`;

const text = () => z.string().min(1).max(4096);

/** Checks the address of an endpoint, which may carry a query; its title and description are the connector's. */
export const endpointGuard = z
  .string()
  .max(2048)
  .regex(new RegExp(String.raw`^${origin}(?:[/?][^\s#]*)?$`));

/** Checks an issuer (RFC 8414 §2): an address without a query; its title and description are the connector's. */
export const issuerGuard = z
  .string()
  .max(2048)
  .regex(new RegExp(String.raw`^${origin}(?:\/[^\s?#]*)?$`));

/** A scope token of RFC 6749 §3.3. */
const scopeToken = String.raw`[\x21\x23-\x5B\x5D-\x7E]+`;

/** Checks a scope: space-separated tokens, or none; its title and description are the connector's. */
export const scopeGuard = z
  .string()
  .max(4096)
  .regex(new RegExp(`^(?:${scopeToken}(?: ${scopeToken})*)?$`));

/** Checks a scope of OpenID Connect, which begins with `openid`; its title and description are the connector's. */
export const openidScopeGuard = z
  .string()
  .max(4096)
  .regex(new RegExp(`^openid(?: ${scopeToken})*$`));

/** Checks how the client proves itself at the token endpoint: `clientAuthentication` of the settings. */
export const clientAuthenticationGuard = z
  .discriminatedUnion('method', [
    z
      .strictObject({
        method: z.enum(['client_secret_basic', 'client_secret_post', 'client_secret_jwt']).meta({
          title: 'Method',
          description:
            'In the Authorization header (what most providers expect), in the request body, or as an assertion signed with the secret (HS256).',
        }),
        clientSecret: text().meta({
          title: 'Client secret',
          description: 'The secret that the provider shows for the client.',
          examples: ['your-client-secret'],
          secret: true,
        }),
      })
      .meta({ title: 'By secret' }),
    z
      .strictObject({
        method: z.literal('private_key_jwt').meta({ title: 'Method', description: 'By a signed assertion.' }),
        privateKey: z
          .string()
          .min(1)
          .max(16_384)
          .meta({
            title: 'Private key',
            description: 'PKCS#8 in PEM, not encrypted, of the kind that the algorithm needs.',
            examples: ['-----BEGIN PRIVATE KEY-----\nyour-private-key\n-----END PRIVATE KEY-----'],
            secret: true,
          }),
        algorithm: z
          .enum(['RS256', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA'])
          .default('RS256')
          .meta({ title: 'Algorithm', description: 'How the assertion is signed.' }),
        keyId: text()
          .optional()
          .meta({
            title: 'Key id',
            description: 'The `kid` under which the provider knows the key.',
            examples: ['your-key-id'],
          }),
      })
      .meta({ title: 'By private key' }),
    z
      .strictObject({
        method: z.literal('none').meta({ title: 'Method', description: 'No credentials: a public client.' }),
      })
      .meta({ title: 'Public client' }),
  ])
  .meta({ title: 'Client authentication', description: 'How the client proves itself to the provider.' });
