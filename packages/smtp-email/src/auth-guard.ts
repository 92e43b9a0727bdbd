import * as z from 'zod';
import { linePattern } from './patterns.ts';

const line = () => z.string().max(998).regex(linePattern);
const secret = () => z.string().min(1).max(8192).regex(linePattern);

const loginUser = () =>
  line()
    .min(1)
    .meta({ title: 'User name', description: 'Often the whole e-mail address.', examples: ['mailer@example.com'] });

/** How the connector logs in. */
export const authGuard = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('login').meta({ title: 'User name and password' }),
        user: loginUser(),
        password: secret().meta({
          title: 'Password',
          description: "The account's password, an app password, or the provider's SMTP key.",
          examples: ['<password>'],
          secret: true,
        }),
      })
      .meta({ title: 'Password', description: 'A user name and a password, by AUTH PLAIN, LOGIN or CRAM-MD5.' }),
    z
      .strictObject({
        kind: z.literal('oauth2').meta({ title: 'OAuth 2.0' }),
        user: loginUser(),
        clientId: line()
          .min(1)
          .meta({
            title: 'Client id',
            description: 'Of the application that is registered at the provider.',
            examples: ['<client-id>'],
          }),
        clientSecret: secret().meta({
          title: 'Client secret',
          description: 'Of the same application.',
          examples: ['<client-secret>'],
          secret: true,
        }),
        refreshToken: secret()
          .meta({
            title: 'Refresh token',
            description: 'Granted once by the mailbox’s owner. Without it, the client credentials grant is used.',
            examples: ['<refresh-token>'],
            secret: true,
          })
          .optional(),
        tokenEndpoint: z
          .string()
          .max(2048)
          .regex(/^https:\/\/[^\s@#]+$/)
          .default('https://oauth2.googleapis.com/token')
          .meta({
            title: 'Token endpoint',
            description: 'The https URL that gives access tokens. The default is Google’s.',
            examples: ['https://login.microsoftonline.com/<tenant-id>/oauth2/v2.0/token'],
          }),
        scope: line()
          .meta({
            title: 'Scope',
            description: 'Asked for with each token, where the provider needs it.',
            examples: ['https://outlook.office365.com/.default'],
          })
          .optional(),
      })
      .meta({
        title: 'OAuth 2.0',
        description: 'Access tokens are fetched, kept until they expire, and sent by XOAUTH2.',
      }),
    z
      .strictObject({
        kind: z.literal('access-token').meta({ title: 'Access token' }),
        user: loginUser(),
        accessToken: secret().meta({
          title: 'Access token',
          description: 'A token that something else keeps fresh.',
          examples: ['<access-token>'],
          secret: true,
        }),
      })
      .meta({ title: 'Access token', description: 'An access token from elsewhere, sent by XOAUTH2.' }),
    z
      .strictObject({ kind: z.literal('none').meta({ title: 'None' }) })
      .meta({ title: 'None', description: 'For a relay that knows the sender by its network address.' }),
  ])
  .meta({ title: 'Authentication', description: 'How the connector logs in.' });
