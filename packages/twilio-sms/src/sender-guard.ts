import * as z from 'zod';
import { sid, sidExample } from './patterns.ts';

/** Checks who messages come from. */
export const senderGuard = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('messaging-service').meta({ title: 'Messaging service' }),
        messagingServiceSid: sid('MG').meta({
          title: 'Messaging service SID',
          description: 'The service picks the sender from its pool, by the country of the recipient.',
          examples: [sidExample('MG')],
        }),
      })
      .meta({
        title: 'Messaging service',
        description: 'A pool of senders. The right choice for more than one country.',
      }),
    z
      .strictObject({
        kind: z.literal('number').meta({ title: 'Phone number' }),
        phoneNumber: z
          .string()
          .regex(/^\+[1-9][0-9]{6,14}$/)
          .meta({
            title: 'Phone number',
            description: 'One of the account’s numbers that can send SMS, with + and country code.',
            examples: ['+14155550123'],
          }),
      })
      .meta({ title: 'Phone number', description: 'One number of the account.' }),
    z
      .strictObject({
        kind: z.literal('short-code').meta({ title: 'Short code' }),
        shortCode: z
          .string()
          .regex(/^[0-9]{3,8}$/)
          .meta({
            title: 'Short code',
            description: 'Of the account. It reaches the country alone that it was leased for.',
            examples: ['89454'],
          }),
      })
      .meta({ title: 'Short code', description: 'A short number, for much traffic in one country.' }),
    z
      .strictObject({
        kind: z.literal('alphanumeric').meta({ title: 'Alphanumeric sender' }),
        senderId: z
          .string()
          .regex(/^(?=.*[A-Za-z])(?! )[A-Za-z0-9 +&_-]{0,10}[A-Za-z0-9+&_-]$/)
          .meta({
            title: 'Sender id',
            description: 'Up to 11 letters, digits, spaces, + - _ &, with at least one letter.',
            examples: ['Example'],
          }),
      })
      .meta({
        title: 'Alphanumeric sender',
        description: 'A name instead of a number. Not in every country; some want it registered; nobody can answer.',
      }),
  ])
  .meta({ title: 'Sender', description: 'Who the messages come from.' });
