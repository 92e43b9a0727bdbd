import { smsTemplateGuard } from '@jackfield/connector-kit/messages';
import * as z from 'zod';
import { credentialsGuard } from './credentials-guard.ts';
import { secret } from './patterns.ts';
import { senderGuard } from './sender-guard.ts';

const deliveryFields = {
  validityPeriod: z
    .int()
    .min(1)
    .max(36_000)
    .default(3600)
    .meta({
      title: 'Validity period',
      description: 'Seconds that a message may wait at Twilio; after that it is not sent any more.',
      examples: [600],
    }),
  riskCheck: z.enum(['enable', 'disable']).default('enable').meta({
    title: 'Risk check',
    description: 'Whether Twilio’s protection against SMS pumping, where the account has it, looks at the messages.',
  }),
  maxSegments: z
    .int()
    .min(1)
    .max(10)
    .default(4)
    .meta({
      title: 'Segments at most',
      description:
        'Each segment is paid for. A message that needs more, once its variables are filled in, is not sent.',
      examples: [2],
    }),
  statusCallback: z
    .strictObject({
      url: z
        .string()
        .max(2048)
        .regex(/^https:\/\/[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::[0-9]{1,5})?\/[^\s#]*$/)
        .meta({
          title: 'URL',
          description: 'The public https URL of your own server, written exactly as Twilio shall call it.',
          examples: ['https://app.example.com/twilio/status'],
        }),
      authToken: secret()
        .meta({
          title: 'Auth token',
          description: 'Callbacks are signed with the account’s auth token: needed here with an API key.',
          examples: ['<auth-token>'],
          secret: true,
        })
        .optional(),
    })
    .meta({ title: 'Status callback', description: 'Where Twilio tells what became of a message.' })
    .optional(),
};

const hostFields = {
  edge: z
    .string()
    .max(30)
    .regex(/^[a-z]+(?:-[a-z]+)*$/)
    .meta({
      title: 'Edge',
      description: 'The edge location that requests enter by. Without a region it leads to us1.',
      examples: ['dublin'],
    })
    .optional(),
  region: z
    .string()
    .regex(/^[a-z]{2}[0-9]$/)
    .meta({
      title: 'Region',
      description: 'The region that processes and keeps the messages. Credentials belong to one region.',
      examples: ['ie1'],
    })
    .optional(),
};

/** Checks this connector's configuration. */
export const configGuard = z
  .strictObject({
    credentials: credentialsGuard,
    sender: senderGuard,
    allowedCountries: z
      .array(z.string().regex(/^(?:[A-Z]{2}|\*)$/))
      .min(1)
      .max(300)
      .meta({
        title: 'Allowed countries',
        description:
          'ISO 3166-1 codes of the countries whose numbers may get messages; `*` alone for all of them, which invites SMS pumping.',
        examples: [['US', 'CA']],
      }),
    ...deliveryFields,
    ...hostFields,
    templates: z
      .array(smsTemplateGuard)
      .max(500)
      .meta({ title: 'Templates', description: 'Instead of the built-in ones, by type and language.' })
      .optional(),
  })
  .meta({ title: 'SMS by Twilio' });

/** A configuration as it is written. */
export type TwilioSmsConfig = z.input<typeof configGuard>;
/** A configuration with every default applied. */
export type ParsedConfig = z.output<typeof configGuard>;
