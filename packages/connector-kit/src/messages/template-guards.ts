import * as z from 'zod';
import { messageTypes } from '../message.ts';

/** Nothing that could end a header line or hide in it. JSON Schema has no `u` flag, and so no `\\p{Control}`. */
// oxlint-disable-next-line no-control-regex -- control characters are what it keeps out
const headerPattern = /^[^\u0000-\u001F\u007F-\u009F\u2028\u2029]*$/;

const typeField = z.enum(messageTypes).meta({
  title: 'Message type',
  description: 'What the message is for; Generic serves every type without a template of its own.',
});

const languageField = z
  .string()
  .regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/)
  .optional()
  .meta({
    title: 'Language',
    description: 'BCP 47 tag of the template; leave it out for the template that serves every other language.',
    examples: ['fr-CA'],
  });

/** The fields of an e-mail template, whoever supplies it. */
export const emailContent = {
  subject: z
    .string()
    .min(1)
    .max(998)
    .regex(headerPattern)
    .meta({ title: 'Subject', description: 'One line; may hold variables.', examples: ['Your code is {{code}}'] }),
  content: z
    .string()
    .min(1)
    .max(200_000)
    .meta({
      title: 'Content',
      description: 'The body; {{path.to.value}} is filled from the payload, escaped for HTML.',
      examples: ['<p>Your code is <b>{{code}}</b>.</p>'],
    }),
  contentType: z
    .enum(['text/html', 'text/plain'])
    .default('text/html')
    .meta({ title: 'Content type', description: 'How the content is written.' }),
  replyTo: z
    .string()
    .min(1)
    .max(320)
    .regex(headerPattern)
    .optional()
    .meta({
      title: 'Reply-to address',
      description: 'One address; may hold variables.',
      examples: ['help@example.com'],
    }),
  sendFrom: z
    .string()
    .min(1)
    .max(200)
    .regex(headerPattern)
    .optional()
    .meta({
      title: 'Sender name',
      description: 'Display name of the sender; may hold variables.',
      examples: ['Example'],
    }),
};

/** Checks one e-mail template of a configuration; use it as `z.array(emailTemplateGuard)`. */
export const emailTemplateGuard = z
  .strictObject({ type: typeField, languageTag: languageField, ...emailContent })
  .meta({ title: 'E-mail template', description: 'An e-mail of one type, in one language or in any.' });

/** Checks one SMS template of a configuration; use it as `z.array(smsTemplateGuard)`. */
export const smsTemplateGuard = z
  .strictObject({
    type: typeField,
    languageTag: languageField,
    content: z
      .string()
      .min(1)
      .max(1600)
      .meta({
        title: 'Content',
        description: 'The text; {{path.to.value}} is filled from the payload.',
        examples: ['Your code is {{code}}.'],
      }),
  })
  .meta({ title: 'SMS template', description: 'A text message of one type, in one language or in any.' });

/** An e-mail template as a configuration holds it. */
export type EmailTemplateEntry = z.input<typeof emailTemplateGuard>;
/** An SMS template as a configuration holds it. */
export type SmsTemplateEntry = z.input<typeof smsTemplateGuard>;
