import * as z from 'zod';
import { secret, sid, sidExample } from './patterns.ts';

const accountSid = sid('AC').meta({
  title: 'Account SID',
  description: 'Of the account, or subaccount, that messages are sent and paid by.',
  examples: [sidExample('AC')],
});

/** Checks how the connector authenticates. */
export const credentialsGuard = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('api-key').meta({ title: 'API key' }),
        accountSid,
        apiKeySid: sid('SK').meta({
          title: 'API key SID',
          description: 'Of a key of that account. A restricted key needs the permission to create messages.',
          examples: [sidExample('SK')],
        }),
        apiKeySecret: secret().meta({
          title: 'API key secret',
          description: 'Shown once, when the key is made.',
          examples: ['<api-key-secret>'],
          secret: true,
        }),
      })
      .meta({
        title: 'API key',
        description: 'Better than the auth token: it can be restricted, and revoked by itself.',
      }),
    z
      .strictObject({
        kind: z.literal('auth-token').meta({ title: 'Auth token' }),
        accountSid,
        authToken: secret().meta({
          title: 'Auth token',
          description: 'Of that account. It opens the whole account.',
          examples: ['<auth-token>'],
          secret: true,
        }),
      })
      .meta({ title: 'Auth token', description: 'The account itself, with everything that it may do.' }),
  ])
  .meta({ title: 'Credentials', description: 'How the connector authenticates at Twilio.' });
