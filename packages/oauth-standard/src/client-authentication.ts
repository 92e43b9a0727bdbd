import * as z from 'zod';

const text = () => z.string().min(1).max(4096);

/** How the client proves itself at the token endpoint: RFC 6749 §2.3, RFC 7523. */
export const clientAuthenticationGuard = z
  .discriminatedUnion('method', [
    z
      .strictObject({
        method: z.enum(['client_secret_basic', 'client_secret_post', 'client_secret_jwt']).meta({
          title: 'Method',
          description:
            'In the Authorization header, in the request body, or as an assertion signed with the secret (HS256).',
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
  .meta({
    title: 'Client authentication',
    description:
      'How the client proves itself to the provider. Assertions name the issuer as their audience: configure it with them.',
  });
