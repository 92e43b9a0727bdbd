import { emailTemplateGuard } from '@jackfield/connector-kit/messages';
import * as z from 'zod';
import { defaultBaseUrl } from './endpoints.ts';
import { addressPattern } from './recipient.ts';

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
  from: z
    .strictObject({
      address: z
        .string()
        .max(254)
        .regex(addressPattern)
        .meta({ title: 'Address', description: 'Known to Specimen.', examples: ['no-reply@example.com'] }),
      name: z
        .string()
        .min(1)
        .max(200)
        .regex(/^[^\r\n]*$/)
        .optional()
        .meta({ title: 'Name', description: 'What recipients see beside the address.', examples: ['Example'] }),
    })
    .meta({ title: 'Sender', description: 'Who the messages come from.' }),
  templates: z
    .array(emailTemplateGuard)
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
