export const mebibyte = 2 ** 20;

export interface SizeLimit {
  /** MiB, zod apart. */
  readonly limit: number;
  /** Files that the import loads, those of zod apart. Each takes about half a millisecond. */
  readonly files: number;
  /** A package that the connector cannot do without, whose own size comes on top. */
  readonly beyond?: string;
}

/** What an installation may bring, by folder in `packages/`. */
export const sizeLimits: Readonly<Record<string, SizeLimit>> = {
  github: { limit: 1.5, files: 115 },
  google: { limit: 1.5, files: 115 },
  'oauth-standard': { limit: 1.5, files: 115 },
  'oidc-standard': { limit: 1.5, files: 115 },
  'smtp-email': { limit: 3, files: 70 },
  'twilio-sms': { limit: 1.5, files: 70, beyond: 'twilio' },
};
