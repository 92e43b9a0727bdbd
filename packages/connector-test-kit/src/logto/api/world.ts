import type { LogtoTenant } from '../tenant/tenant.ts';
import type { LogtoVariant } from '../variants/variant.ts';
import type { AccessTokens } from './access-tokens.ts';

/** Everything that an endpoint works on. */
export interface World {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Resource indicator of the Management API (RFC 8707). */
  readonly resource: string;
  readonly tenant: LogtoTenant;
  readonly tokens: AccessTokens;
  /** The variants in use. */
  readonly variants: readonly LogtoVariant[];
}
