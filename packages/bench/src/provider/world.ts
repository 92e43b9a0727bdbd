import * as z from 'zod';

export const worldGuard = z.object({
  /** Of everything that can be configured, such as `https://localhost:49152`. */
  origin: z.string(),
  /** The authority that the providers' certificates come from, in PEM. */
  ca: z.string(),
  /** Leads to {@link fixedHosts}. */
  proxy: z.string(),
  mail: z.object({ host: z.string(), port: z.int(), user: z.string(), password: z.string() }),
});

/** Where the providers are and how they are spoken to; JSON, so that it can be handed to another process. */
export type World = z.infer<typeof worldGuard>;

/** Registered at every provider. */
export const client = {
  id: 'Iv1.8a61f9b3a7aba766',
  secret: 'a-client-secret-of-forty-characters-long',
  redirectUri: 'https://app.example.test/callback',
} as const;

/** Who signs in, everywhere. */
export const person = {
  id: '18151210',
  login: 'ada',
  name: 'Ada Lovelace',
  email: 'ada@example.test',
  picture: 'https://avatars.example.test/u/18151210?v=4',
} as const;

export const smsAccount = {
  accountSid: `AC${'8f3a0c5e'.repeat(4)}`,
  apiKeySid: `SK${'2b7d4e9a'.repeat(4)}`,
  apiKeySecret: 'an-api-key-secret',
  from: '+14155550123',
} as const;

/** Names that cannot be configured in the libraries that call them. */
export const fixedHosts = [
  'github.com',
  'api.github.com',
  'accounts.google.com',
  'oauth2.googleapis.com',
  'www.googleapis.com',
  'openidconnect.googleapis.com',
  'api.twilio.com',
] as const;

export const countsGuard = z.object({
  /** Requests by path. */
  calls: z.record(z.string(), z.int()),
  /** TLS connections to the providers of sign-ins and SMS. */
  connections: z.int(),
  mails: z.int(),
  mailConnections: z.int(),
});

/** What has reached the providers. */
export type Counts = z.infer<typeof countsGuard>;
