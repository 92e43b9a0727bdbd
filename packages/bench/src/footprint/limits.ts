export const mebibyte = 2 ** 20;

export interface SizeLimit {
  /** MiB, zod apart. */
  readonly limit: number;
  /** A package that the connector cannot do without, whose own size comes on top. */
  readonly beyond?: string;
}

/** What an installation may bring, by folder in `packages/`. */
export const sizeLimits: Readonly<Record<string, SizeLimit>> = {
  github: { limit: 1.5 },
  google: { limit: 1.5 },
  'oauth-standard': { limit: 1.5 },
  'oidc-standard': { limit: 1.5 },
  'smtp-email': { limit: 3 },
  'twilio-sms': { limit: 1.5, beyond: 'twilio' },
};
