export { getAuthorizationUri } from './authorization.ts';
export { readCallback } from './callback.ts';
export { type ClaimPaths, type Person, readPath, readPerson, readSubject, standardClaimPaths } from './claims.ts';
export { createOAuthClient, type OAuthConnectorOptions } from './client.ts';
export {
  clientAuthenticationGuard,
  endpointGuard,
  issuerGuard,
  openidScopeGuard,
  scopeGuard,
} from './config-guards.ts';
export { diagnoseClient } from './diagnosis/index.ts';
export { examineConfiguration, type Finding, runStep } from './diagnosis/step.ts';
export { examineVerifiedEmail } from './diagnosis/verified-email.ts';
export { getEndSessionUri } from './end-session.ts';
export { type IdTokenBinding, validateIdToken } from './id-token.ts';
export type { IdTokenClaims } from './id-token-claims.ts';
export { type AccessTokenPlace, fetchProfile, fetchResource, type ResourceRequest } from './profile-request.ts';
export { validateNativeIdToken } from './native-id-token.ts';
export { getIssuer } from './issuer.ts';
export { reservedParameters } from './reserved-parameters.ts';
export {
  type CarriesHeaders,
  createSealedSessions,
  type SealedSessions,
  type SealedSessionsOptions,
  type TakesHeaders,
} from './sealed-sessions.ts';
export { resolveServer, type Server, verifiableAlgorithms } from './server.ts';
export type {
  ClientAuthentication,
  OAuthClient,
  OAuthModes,
  OAuthSettings,
  PrivateKeyAlgorithm,
  ProviderErrorMeaning,
  ServerEndpoints,
  ServerSource,
  StandardTokenError,
  TenantPolicy,
} from './settings.ts';
export { finishOAuthSignIn, finishOpenIdSignIn, type OAuthSignIn, type OpenIdSignIn } from './sign-in.ts';
export { refreshTokens, revokeToken } from './token-management.ts';
export { fetchUserInfo } from './user-info.ts';
