import * as z from 'zod';
import { defaultEndpoints } from './endpoints.ts';

/** https, or http on this very machine; what may be called is decided by the outbound policy. */
const address = /^(?:https:\/\/[^\s/?#@]+|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?)(?:\/[^\s#]*)?$/;

const endpoint = (title: string, description: string, standard: string) =>
  z
    .string()
    .max(2048)
    .regex(address)
    .meta({ title, description, examples: [standard] });

/** Checks the configuration of Specimen. */
export const configGuard = z.strictObject({
  clientId: z
    .string()
    .min(1)
    .max(255)
    .meta({
      title: 'Client id',
      description: 'The id that Specimen shows for the client.',
      examples: ['your-client-id'],
    }),
  clientSecret: z
    .string()
    .min(1)
    .max(4096)
    .meta({
      title: 'Client secret',
      description: 'The secret that Specimen shows for the client.',
      examples: ['your-client-secret'],
      secret: true,
    }),
  scope: z
    .string()
    .max(1024)
    .regex(/^[\x21\x23-\x5B\x5D-\x7E]+(?: [\x21\x23-\x5B\x5D-\x7E]+)*$/)
    .default('profile email')
    .meta({ title: 'Scope', description: 'Space-separated.' }),
  endpoints: z
    .strictObject({
      authorization: endpoint('Authorization', 'Where the browser is sent to.', defaultEndpoints.authorization),
      token: endpoint('Token', 'Where the code is exchanged.', defaultEndpoints.token),
      userInfo: endpoint('User info', 'What tells who signed in.', defaultEndpoints.userInfo),
    })
    .optional()
    .meta({
      title: 'Endpoints',
      description:
        'Of a Specimen of your own or a sandbox; left out: the public ones. Must not change once somebody has signed in.',
    }),
});

/** The configuration as it is written down. */
export type SpecimenConfig = z.input<typeof configGuard>;
/** The configuration with its defaults applied. */
export type ParsedSpecimenConfig = z.output<typeof configGuard>;
