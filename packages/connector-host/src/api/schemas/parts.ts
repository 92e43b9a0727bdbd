import * as z from 'zod';

export const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();
export const instant = (what: string) => z.int().meta({ description: `${what}; milliseconds since the epoch.` });
export const texts = z
  .record(z.string(), z.string())
  .meta({ description: 'BCP 47 language tag → text.', examples: [{ en: 'Acme' }] });
export const config = z.record(z.string(), z.unknown());
export const type = z.enum(['Social', 'Email', 'Sms', 'Governance']);
export const platform = z
  .enum(['Native', 'Web', 'Universal'])
  .nullable()
  .meta({ description: '`null` for all but social connectors.' });
export const scope = z.enum(['read', 'write']).meta({ description: '`write` includes `read`.' });

/** What an id of a path or a body may consist of. */
export const idGuard = z
  .string()
  .regex(/^[\w-][\w.-]{0,63}$/)
  .meta({ description: 'Letters, digits, dots, dashes and underscores; at most 64.' });

export const newId = z
  .string()
  .regex(/^[\w-]{1,64}$/)
  .meta({ description: 'Letters, digits, dashes and underscores; at most 64.' });

export const allowIssuer = z
  .string()
  .max(2048)
  .optional()
  .meta({ description: 'The new issuer, to put it behind a target that has identities of another one.' });

export const metadataOverride = z
  .strictObject({
    target: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .meta({ description: 'Key of its people’s identities; never changes.', examples: ['acme'] }),
    name: texts.optional(),
    logo: z.string().max(200_000).optional().meta({ description: 'https URL, fetched once, or data URL.' }),
    logoDark: z
      .string()
      .max(200_000)
      .nullable()
      .optional()
      .meta({ description: '`null`: `logo` serves dark pages too.' }),
  })
  .meta({ description: 'What a standard connector says of itself instead of its package.' });

export const syncProfile = z
  .boolean()
  .optional()
  .meta({ description: 'Take name and avatar at each sign-in, not at the first alone.' });
export const tokenStorage = z.boolean().optional().meta({ description: 'Keep the provider’s tokens, encrypted.' });

const secretReferences =
  'A secret is a reference: `env:NAME` or `file:path`; the placeholder `••••••••` keeps the stored one.';
export const transferred = z.strictObject({
  id: newId,
  connectorId: idGuard,
  metadata: metadataOverride.optional(),
  syncProfile,
  tokenStorage,
  config: config.meta({ description: secretReferences }),
});
export const transferFormat = z.literal('jackfield-connectors');
