import * as z from 'zod';

/** What becomes of a message, as Twilio tells it. */
export const messageStatuses = [
  'accepted',
  'scheduled',
  'queued',
  'sending',
  'sent',
  'delivered',
  'undelivered',
  'failed',
  'canceled',
  'read',
  'partially_delivered',
] as const;

export type MessageStatus = (typeof messageStatuses)[number];

export const messageSidPattern = /^(?:SM|MM)[0-9a-fA-F]{32}$/;

/** A message that was taken. */
export const messageGuard = z.object({
  sid: z.string().regex(messageSidPattern),
  // With a SID, a message was taken, whatever new status Twilio may call it by.
  status: z.enum(messageStatuses).catch('accepted'),
  error_code: z.int().nullish().catch(undefined),
});

/** The body of a refusal: `{ code, message, more_info, status }`. */
export const refusalGuard = z.object({
  code: z.int().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
});

export const accountGuard = z.object({
  status: z.enum(['active', 'suspended', 'closed']),
  type: z.string().optional().catch(undefined),
});

/** One page of a list, as the SDK gives it. */
export const pageGuard = z.object({ instances: z.array(z.unknown()) });

/** A page of the account's numbers. */
export const phoneNumbersGuard = z.object({
  instances: z.array(z.object({ phoneNumber: z.string(), capabilities: z.object({ sms: z.boolean().optional() }) })),
});

/** Which countries the account may send to. */
export const geographicPermissionsGuard = z.object({
  permissions: z.array(z.object({ country_code: z.string(), enabled: z.boolean() })),
});
