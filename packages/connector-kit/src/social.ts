import type { Connector } from './connector.ts';
import type { SocialMetadata } from './metadata.ts';

/** A connector that signs a person in with another service. */
export interface SocialConnector extends Connector<SocialMetadata> {
  /**
   * Whose subjects this configuration's people have, without asking the provider: what `issuer` of every
   * {@link SocialUserInfo} will be. Of many tenants, a template: `https://login.microsoftonline.com/{tenantid}/v2.0`.
   *
   * @throws `invalid_config`
   */
  getIssuer?(): Promise<string>;
  /**
   * Starts a sign-in.
   *
   * @param setSession stores the session under its `state`, bound to this browser, for at most ten minutes
   * @returns the URL to send the browser to
   * @throws `invalid_config`, `invalid_request_parameters`, `provider_unavailable`, `invalid_response`, `egress_refused`
   */
  getAuthorizationUri(request: AuthorizationRequest, setSession: SetSession): Promise<string>;
  /**
   * Finishes a sign-in.
   *
   * @param callback what the browser brought back: the `Request` (GET, or POST of a form), its parameters, or form data
   * @param getSession takes the session: reads and deletes it in one step
   * @throws `session_invalid`, `authorization_failed`, `social_auth_code_invalid`, `social_invalid_id_token`,
   *   `social_invalid_access_token`, `invalid_config`, `invalid_request_parameters`, `invalid_response`,
   *   `provider_unavailable`, `rate_limit_exceeded`, `egress_refused`
   */
  getUserInfo(callback: unknown, getSession: GetSession): Promise<SocialUserInfo>;
  /** As {@link getUserInfo}, with the provider's tokens. */
  getTokenResponseAndUserInfo?(
    callback: unknown,
    getSession: GetSession,
  ): Promise<{ tokenResponse: TokenResponse; userInfo: SocialUserInfo }>;
  /** RFC 6749 §6. @throws `social_invalid_access_token` when the refresh token is refused */
  getAccessTokenByRefreshToken?(refreshToken: string): Promise<TokenResponse>;
  /** RFC 7009. Revoking a token twice succeeds. */
  revokeToken?(token: string, tokenTypeHint?: 'access_token' | 'refresh_token'): Promise<void>;
  /** Checks an ID token that came another way than through the callback: a native SDK, One Tap. */
  verifyIdToken?(idToken: string, expected: IdTokenExpectations): Promise<SocialUserInfo>;
  /** OpenID Connect RP-Initiated Logout 1.0: the URL that ends the session at the provider. */
  getEndSessionUri?(request?: EndSessionRequest): Promise<string>;
}

export interface AuthorizationRequest {
  /** Where the provider sends the browser back to; the callback is checked against it. */
  redirectUri: string;
  /** Default: 32 random bytes. */
  state?: string;
  /** Space-separated, instead of the configured scope. */
  scope?: string;
  /** OpenID Connect Core §3.1.2.1: `login`, `consent`, `select_account`, `none`. */
  prompt?: string;
  /** An address or name to fill in at the provider. Never pass what came from outside unchecked. */
  loginHint?: string;
  /** Space-separated BCP 47 tags. */
  uiLocales?: string;
  /** The instance, when the program has several; the callback must reach the same one. */
  connectorId?: string;
  connectorFactoryId?: string;
  jti?: string;
  headers?: { userAgent?: string };
}

/** What has to survive between the two halves of a sign-in. JSON; keep it secret and bound to the browser. */
export interface SocialSession {
  state?: string;
  nonce?: string;
  redirectUri?: string;
  connectorId?: string;
  connectorFactoryId?: string;
  jti?: string;
  [key: string]: unknown;
}

export type SetSession = (session: SocialSession) => unknown;
/** @param state the callback's `state`, under which the session was stored; absent when the caller has stripped it */
export type GetSession = (state?: string) => Promise<SocialSession | undefined> | SocialSession | undefined;

/** The person who signed in. **People are keyed by (`issuer`, `id`).** */
export interface SocialUserInfo {
  /** The provider's immutable subject, with all its digits. */
  id: string;
  /** Whose subject it is. */
  issuer: string;
  /** **Verified** by the provider, and the mark came from the same source as the address. */
  email?: string;
  /** An address whose ownership nobody vouches for: never match an account by it. */
  unverifiedEmail?: string;
  /** **Verified** by the provider. */
  phone?: string;
  name?: string;
  avatar?: string;
  /** The provider's answer, as it came. */
  rawData: Record<string, unknown>;
}

/** RFC 6749 §5.1, OpenID Connect Core §3.1.3.3. */
export interface TokenResponse {
  access_token: string;
  token_type: string;
  id_token?: string;
  refresh_token?: string;
  /** Seconds. */
  expires_in?: number;
  scope?: string;
}

export interface IdTokenExpectations {
  /** The nonce that was handed to the SDK; `null` says plainly that none was, and a token with one is then refused. */
  nonce: string | null;
}

export interface EndSessionRequest {
  /** The ID token of the session to end. */
  idTokenHint?: string;
  postLogoutRedirectUri?: string;
  state?: string;
  uiLocales?: string;
}
