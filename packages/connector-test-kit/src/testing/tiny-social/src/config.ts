import * as z from 'zod';

export const configGuard = z.strictObject({
  clientId: z
    .string()
    .min(1)
    .meta({ title: 'Client id', description: 'From the page of your application.', examples: ['my-client'] }),
  clientSecret: z
    .string()
    .min(1)
    .meta({ title: 'Client secret', description: 'Shown once.', examples: ['my-secret'], secret: true }),
  origin: z
    .string()
    .regex(/^https:\/\/[\w.-]+$/)
    .meta({ title: 'Provider', description: 'Where the provider is.', examples: ['https://provider.test'] }),
});

export type TinySocialConfig = z.infer<typeof configGuard>;
