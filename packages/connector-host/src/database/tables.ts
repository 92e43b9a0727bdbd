import type { ConnectorPlatform, ConnectorType } from '@jackfield/connector-kit';

/** 0 or 1: the two databases agree on integers. */
export type Flag = 0 | 1;
/** Milliseconds since the epoch. */
export type Instant = number;
/** Encrypted by `Keys.seal`. */
export type Sealed = string;
/** JSON as text. */
export type Json = string;

/** The tables, as both databases have them. */
export interface Tables {
  meta: MetaTable;
  connectors: ConnectorTable;
  users: UserTable;
  identities: IdentityTable;
  provider_tokens: ProviderTokenTable;
  sessions: SessionTable;
  sign_ins: SignInTable;
  pending_links: PendingLinkTable;
  verification_codes: VerificationCodeTable;
  counters: CounterTable;
  sms_outcomes: SmsOutcomeTable;
  api_tokens: ApiTokenTable;
  operator_sessions: OperatorSessionTable;
  secret_references: SecretReferenceTable;
  audit: AuditTable;
}

/** Single values: `revision` (grows with every change of a connector), `audit_head`. */
export interface MetaTable {
  name: string;
  value: string;
}

export interface ConnectorTable {
  id: string;
  /** The package's `metadata.id`. */
  connector_id: string;
  type: ConnectorType;
  /** Effective: the override's, else the package's. */
  target: string;
  platform: ConnectorPlatform | null;
  /** Whose subjects the connector's people have; `null` while it is not known. */
  issuer: string | null;
  is_standard: Flag;
  /** The override: a subset of `target`, `name`, `logo`, `logoDark`. */
  metadata: Json;
  sync_profile: Flag;
  token_storage: Flag;
  /** Sealed with `id`, `connector_id` and `version` as additional data. */
  config: Sealed;
  version: number;
  created_at: Instant;
  updated_at: Instant;
}

export interface UserTable {
  id: string;
  name: string | null;
  avatar: string | null;
  email: string | null;
  /** `email` in lower case, for look-ups. */
  email_key: string | null;
  email_verified: Flag;
  /** `+` and digits. */
  phone: string | null;
  phone_verified: Flag;
  created_at: Instant;
  updated_at: Instant;
  last_sign_in_at: Instant | null;
}

/** Unique by `target`, `issuer` and `subject`. */
export interface IdentityTable {
  id: string;
  user_id: string;
  target: string;
  issuer: string;
  subject: string;
  name: string | null;
  avatar: string | null;
  /** Verified by the provider. */
  email: string | null;
  created_at: Instant;
  last_sign_in_at: Instant;
}

/** The provider's tokens of an identity. */
export interface ProviderTokenTable {
  identity_id: string;
  /** The instance that they came from. */
  connector: string;
  tokens: Sealed;
  /** When the access token ends; `null` when the provider does not say. */
  expires_at: Instant | null;
  /** Until when one process refreshes them; 0: nobody does. */
  refreshing_until: Instant;
  version: number;
  updated_at: Instant;
}

export interface SessionTable {
  /** SHA-256 of the cookie's value, in base64url. */
  id_hash: string;
  user_id: string;
  /** How the person signed in: the identity, or `null` for a code. */
  identity_id: string | null;
  connector: string | null;
  /** The ID token, for signing out at the provider. */
  id_token: Sealed | null;
  created_at: Instant;
  expires_at: Instant;
}

/** Sign-ins that are under way; each row is taken once. */
export interface SignInTable {
  state_hash: string;
  /** SHA-256 of the browser's cookie. */
  browser_hash: string;
  connector: string;
  return_to: string;
  /** The session of a person who is adding another identity to their account: gone with it. `null` for a sign-in. */
  session_hash: string | null;
  /** The pending link that this sign-in proves the account of. */
  pending_link: string | null;
  session: Sealed;
  created_at: Instant;
  expires_at: Instant;
}

/** First sign-ins that wait for the person's decision whether to link. */
export interface PendingLinkTable {
  token_hash: string;
  browser_hash: string;
  connector: string;
  return_to: string;
  /** The account that could be linked. */
  user_id: string;
  /** The provider's user information. */
  user_info: Sealed;
  created_at: Instant;
  expires_at: Instant;
}

/** One live code per session and purpose. */
export interface VerificationCodeTable {
  id: string;
  session_hash: string;
  purpose: string;
  address: string;
  /** Id of the key, a dot, and the HMAC of the code, bound to the columns before. */
  mac: string;
  tries_left: number;
  created_at: Instant;
  expires_at: Instant;
}

/** Counts within a window of time that begins with the first thing counted. */
export interface CounterTable {
  /** What is counted, such as `code:recipient:…`. */
  name: string;
  window_start: Instant;
  count: number;
  /** Where the window ends. */
  expires_at: Instant;
}

/** What became of the codes sent by SMS: messages that nobody confirms are a sign of fraud. */
export interface SmsOutcomeTable {
  code_id: string;
  /** ISO 3166-1. */
  country: string;
  /** The number without its last digits. */
  prefix: string;
  verified: Flag;
  sent_at: Instant;
  /** When the brake does not look at it any more. */
  expires_at: Instant;
}

export interface ApiTokenTable {
  id: string;
  name: string;
  /** SHA-256 of the token, in base64url. */
  token_hash: string;
  scope: 'read' | 'write';
  created_at: Instant;
  expires_at: Instant | null;
}

/** Operators who use the console: each session is a token of the API in a cookie, and ends with it. */
export interface OperatorSessionTable {
  /** SHA-256 of the cookie's value, in base64url. */
  id_hash: string;
  token_id: string;
  created_at: Instant;
  expires_at: Instant;
}

/** Where a connector's secrets were imported from, so that an export names the same places. */
export interface SecretReferenceTable {
  /** Id of the connector. */
  connector: string;
  /** `auth.password`. */
  path: string;
  /** `env:NAME` or `file:path`. */
  reference: string;
  key_id: string;
  /** HMAC of the secret: shows whether it is still the one that was imported. */
  mac: string;
}

/** A chain: each entry's `mac` covers the one before. */
export interface AuditTable {
  /** 1, 2, 3 … without gaps. */
  sequence: number;
  at: Instant;
  actor: string;
  action: string;
  subject: string;
  /** Names of the changed fields and safe particulars; never a secret. */
  details: Json;
  key_id: string;
  mac: string;
}
