import { smsTemplateGuard } from '@jackfield/connector-kit/messages';
import * as z from 'zod';
import { defaultBaseUrl } from './endpoints.ts';

/** https, or http on this very machine; what may be called is decided by the outbound policy. */
const baseAddress =
  /^(?:https:\/\/[^\s/?#@]+|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?)(?:\/[^\s/?#]+)*$/;

/** Checks the configuration of Specimen. */
export const configGuard = z.strictObject({
  apiKey: z
    .string()
    .max(4096)
    .regex(/^[\x21-\x7E]+$/)
    .meta({
      title: 'API key',
      description: 'A key that Specimen has made, with the right to send.',
      examples: ['your-api-key'],
      secret: true,
    }),
  sender: z
    .string()
    .regex(/^(?:\+[1-9][0-9]{6,14}|[0-9]{3,8}|[A-Za-z0-9 ]{1,11})$/)
    .meta({
      title: 'Sender',
      description: 'A number in E.164, a short code, or a name of up to eleven letters and digits.',
      examples: ['+14155550123'],
    }),
  allowedCallingCodes: z
    .array(z.string().regex(/^[1-9][0-9]{0,6}$/))
    .min(1)
    .max(300)
    .meta({
      title: 'Allowed calling codes',
      description: 'The only beginnings of numbers that get messages, without the plus sign; `1` has many countries.',
      examples: [['1', '49']],
    }),
  maxLength: z.int().min(70).max(1600).default(306).meta({
    title: 'Maximum length',
    description: 'In UTF-16 units, once the variables are filled in; every 67 to 160 cost a message.',
  }),
  templates: z
    .array(smsTemplateGuard)
    .max(500)
    .optional()
    .meta({ title: 'Templates', description: 'Instead of the built-in ones, by type and language.' }),
  baseUrl: z.string().max(2048).regex(baseAddress).default(defaultBaseUrl).meta({
    title: 'Base URL',
    description: 'Of the API, without a slash at the end: another region, or a sandbox.',
  }),
});

/** The configuration as it is written down. */
export type SpecimenConfig = z.input<typeof configGuard>;
/** The configuration with its defaults applied. */
export type ParsedSpecimenConfig = z.output<typeof configGuard>;
