import * as z from 'zod';

/** Whether `tag` is a well-formed BCP 47 language tag in its canonical spelling, such as `pt-BR`. */
function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag)[0] === tag;
  } catch {
    return false;
  }
}

const translationsGuard = z
  .object({ en: z.string('expected at least a text for en').min(1) })
  .catchall(z.string().min(1))
  .superRefine((texts, context) => {
    for (const tag of Object.keys(texts).filter((key) => !isLanguageTag(key))) {
      context.addIssue({ code: 'custom', path: [tag], message: 'expected a BCP 47 language tag such as pt-BR' });
    }
  });

const identifierGuard = z.string().regex(/^[a-z0-9][a-z0-9._-]*$/, 'expected lowercase letters, digits, dots, dashes');

/** A URL, or a path inside the package. */
const assetGuard = z
  .string()
  .min(1)
  .refine(
    (path) => path.startsWith('https://') || !/^(?:[a-z][a-z0-9+.-]*:|[\\/])|(?:^|[\\/])\.\.(?:[\\/]|$)/i.test(path),
    'expected an https URL or a path inside the package',
  );

const common = {
  id: identifierGuard,
  target: identifierGuard,
  name: translationsGuard,
  description: translationsGuard,
  logo: assetGuard,
  logoDark: assetGuard.nullable(),
  readme: assetGuard,
  configTemplate: assetGuard,
  specVersion: z.literal(1),
};

const platformlessGuard = <Type extends 'Email' | 'Sms' | 'Governance'>(type: Type) =>
  z.strictObject({ ...common, type: z.literal(type), platform: z.null() });

/** Checks a connector's metadata; its rules are the table "Metadata" of the contract. */
export const metadataGuard = z.discriminatedUnion('type', [
  z.strictObject({
    ...common,
    type: z.literal('Social'),
    platform: z.enum(['Native', 'Web', 'Universal']),
    isStandard: z.boolean().optional(),
    isTokenStorageSupported: z.boolean().optional(),
  }),
  platformlessGuard('Email'),
  platformlessGuard('Sms'),
  platformlessGuard('Governance'),
]);

/** What a connector does. */
export type ConnectorType = 'Social' | 'Email' | 'Sms' | 'Governance';
/** Where a social connector signs people in. */
export type ConnectorPlatform = 'Native' | 'Web' | 'Universal';
/** BCP 47 language tag → text; `en` is always there. */
export type Translations = { readonly en: string } & Readonly<Record<string, string>>;

interface CommonMetadata {
  /** Unique key of the connector package; never changes. */
  readonly id: string;
  /** The identity provider's name in lower case, and the key of a person's identity. */
  readonly target: string;
  readonly name: Translations;
  readonly description: Translations;
  /** https URL, or path inside the package. */
  readonly logo: string;
  /** `null`: `logo` serves dark mode too. */
  readonly logoDark: string | null;
  /** Path inside the package of what an operator reads while setting the connector up. */
  readonly readme: string;
  /** Path inside the package of an example configuration. */
  readonly configTemplate: string;
  /** The version of this contract; hosts check this, not a package version. */
  readonly specVersion: 1;
}

export interface SocialMetadata extends CommonMetadata {
  readonly type: 'Social';
  readonly platform: ConnectorPlatform;
  /** Built on an open protocol: many instances, each with its own `target`, name and logos. */
  readonly isStandard?: boolean;
  /** The connector can hand out and refresh the provider's tokens. */
  readonly isTokenStorageSupported?: boolean;
}

/** Metadata of a connector that delivers messages. */
export interface MessageMetadata<Type extends 'Email' | 'Sms' = 'Email' | 'Sms'> extends CommonMetadata {
  readonly type: Type;
  readonly platform: null;
}

/** Metadata of a governance connector. */
export interface GovernanceMetadata extends CommonMetadata {
  readonly type: 'Governance';
  readonly platform: null;
}

/** Fixed data that a connector package carries about itself. */
export type ConnectorMetadata = SocialMetadata | MessageMetadata<'Email'> | MessageMetadata<'Sms'> | GovernanceMetadata;
