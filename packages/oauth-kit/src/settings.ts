import type { Clock, ConnectorErrorCode, Egress, Random, Runtime } from '@jackfield/connector-kit';

/** How the client proves itself at the token endpoint. */
export type ClientAuthentication =
  /** HTTP Basic, both parts form-encoded (RFC 6749 §2.3.1). */
  | { readonly method: 'client_secret_basic'; readonly clientSecret: string }
  /** In the body (RFC 6749 §2.3.1). */
  | { readonly method: 'client_secret_post'; readonly clientSecret: string }
  /** An HS256 assertion (OpenID Connect Core §9). */
  | { readonly method: 'client_secret_jwt'; readonly clientSecret: string }
  /** A signed assertion (OpenID Connect Core §9, RFC 7523). */
  | {
      readonly method: 'private_key_jwt';
      /** PKCS#8, in PEM. */
      readonly privateKey: string;
      readonly algorithm: PrivateKeyAlgorithm;
      readonly keyId?: string | undefined;
    }
  /** A public client. */
  | { readonly method: 'none' };

export type PrivateKeyAlgorithm = 'RS256' | 'PS256' | 'ES256' | 'ES384' | 'ES512' | 'EdDSA';

/** The endpoints of a provider, named as in RFC 8414 and OpenID Connect Discovery. */
export interface ServerEndpoints {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly userinfo_endpoint?: string | undefined;
  readonly jwks_uri?: string | undefined;
  readonly revocation_endpoint?: string | undefined;
  readonly end_session_endpoint?: string | undefined;
}

/** Where the provider's metadata comes from. */
export type ServerSource =
  /** OpenID Connect Discovery at `issuer`; single endpoints may be overridden. */
  | { readonly kind: 'discovery'; readonly issuer: string; readonly overrides?: Partial<ServerEndpoints> }
  /** Known endpoints. Without an issuer, `iss` at the callback cannot be checked. */
  | {
      readonly kind: 'static';
      readonly endpoints: ServerEndpoints;
      readonly issuer?: string | undefined;
      /** The provider sends `iss` with every callback (RFC 9207): one without is refused. */
      readonly sendsIssuer?: boolean;
      readonly tokenEndpointAuthMethods?: readonly ClientAuthentication['method'][];
    };

/** Which tenants of a multi-tenant issuer may sign in (Entra: the issuer carries `{tenantid}`). */
export type TenantPolicy =
  | { readonly kind: 'any' }
  | { readonly kind: 'listed'; readonly tenantIds: readonly string[] };

/** Errors of the token endpoint whose meaning the engine knows: RFC 6749 §5.2, and those of extensions and many providers. */
export type StandardTokenError =
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'redirect_uri_mismatch'
  | 'invalid_scope'
  /** RFC 8707 §2. */
  | 'invalid_target'
  | 'temporarily_unavailable'
  | 'server_error'
  /** RFC 8628 §3.5. */
  | 'slow_down';

/** What an error of one provider means: the same as a standard one, or something of its own, with how to mend it. */
export type ProviderErrorMeaning = StandardTokenError | readonly [code: ConnectorErrorCode, hint: string];

/** Everything that the engine has to know of one provider and one client. */
export interface OAuthSettings {
  /** `metadata.id` of the connector. */
  readonly connectorId: string;
  readonly server: ServerSource;
  readonly clientId: string;
  readonly clientAuthentication: ClientAuthentication;
  /** Space-separated. */
  readonly scope: string;
  /** OpenID Connect: nonce, ID token, userinfo with the same subject. */
  readonly openid: boolean;
  /** Extra client ids whose ID tokens are accepted by `verifyIdToken` (native apps). */
  readonly additionalClientIds?: readonly string[];
  /** Other names that the issuer gives itself in ID tokens (Google: without `https://`). */
  readonly issuerAliases?: readonly string[];
  readonly tenants?: TenantPolicy | undefined;
  /** JWS algorithms that an ID token may be signed with; default: every asymmetric one that the engine verifies. */
  readonly idTokenAlgorithms?: readonly string[] | undefined;
  /** Seconds since the person last typed a password; checked on `auth_time`. */
  readonly maxAge?: number | undefined;
  readonly responseMode?: 'query' | 'form_post' | undefined;
  /** Sent with the authorization request; reserved names are refused. */
  readonly authorizationParameters?: Readonly<Record<string, string>> | undefined;
  /** Sent with the token request; reserved names are refused. */
  readonly tokenParameters?: Readonly<Record<string, string>> | undefined;
  /** Headers that this provider wants on every request, such as `x-github-api-version`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * What this provider's own errors mean at its token and revocation endpoints; the first that fits counts. The key is the
   * code, or, where one code means several things, `code: beginning of the description`.
   *
   * At the callback, which anyone can write, every error is `authorization_failed`: there only the hints of meanings with
   * that code are used.
   */
  readonly providerErrors?: Readonly<Record<string, ProviderErrorMeaning>> | undefined;
  /** Weakening: no PKCE. Only for providers that refuse it. */
  readonly withoutPkce?: boolean | undefined;
  /** Weakening: no nonce. Only for providers that do not return it. */
  readonly withoutNonce?: boolean | undefined;
}

/** Named weaker modes, for callers that check `state` themselves or have no session (Logto). */
export interface OAuthModes {
  /** The caller has compared `state` already and may strip it from the callback. */
  stateCheckedByCaller?: boolean;
  /**
   * The caller may have no session: then there is no PKCE and no nonce, and the redirect URI comes with the callback
   * (`redirectUri`). Where a session exists, it is used and checked in full.
   */
  sessionless?: boolean;
}

/** One configured client: what every function of the engine takes first. */
export interface OAuthClient {
  readonly runtime: Pick<Runtime, 'caches'> & {
    readonly egress: Egress;
    readonly clock: Clock;
    readonly random: Random;
  };
  readonly settings: OAuthSettings;
  readonly modes: OAuthModes;
}

/** Every value of the settings that must not show in an error. */
export function settingsSecrets({ clientAuthentication }: OAuthSettings): string[] {
  if ('clientSecret' in clientAuthentication) return [clientAuthentication.clientSecret];
  return 'privateKey' in clientAuthentication ? [clientAuthentication.privateKey] : [];
}
