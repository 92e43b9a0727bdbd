export type { ApiToken, CreateApiToken, TokenScope } from './api-tokens/api-tokens.ts';
export type { Actor, AuditEntry } from './audit/audit.ts';
export type { AuditQuery } from './audit/list.ts';
export type { AuditVerification } from './audit/verify.ts';
export type { Codes } from './codes/codes.ts';
export type { CodeRequest, SentCode } from './codes/send-code.ts';
export type { CodeSettings } from './codes/settings.ts';
export type { CodeAttempt, Verification, VerifiedAddress } from './codes/verify-code.ts';
export {
  type ChangeConnector,
  type Connectors,
  type ConnectorView,
  type CreateConnector,
  type Created,
  type LiveConnector,
  type MetadataOverride,
  secretPlaceholder,
} from './connectors/connectors.ts';
export { discoverConnectors } from './discovery/discover-connectors.ts';
export type { BrokenPackage, Discovery, InstalledConnector } from './discovery/discovery.ts';
export { createHost, type Host, type HostOptions } from './host.ts';
export { HostError, type HostErrorCode, type HostErrorOptions } from './host-error.ts';
export type { RequestPeer } from './http.ts';
export { type KeyRing, keysFromFile, keysFromText, newKey } from './keys/key-ring.ts';
export type { Rotation, RotationOptions } from './keys/rotate.ts';
export type { Log, LogFields, LogLevel } from './log.ts';
export { createLog, type LogOptions } from './observe/create-log.ts';
export { startServer } from './server/start-server.ts';
export type { HostSettings } from './settings.ts';
export type { Problem } from './sign-in/problem.ts';
export type { OnSignIn, SignInEvent, SignInOptions } from './sign-in/parts.ts';
export type { Session } from './sign-in/sessions.ts';
export type { Export } from './transfer/export-connectors.ts';
export type { ImportOptions, ImportResult } from './transfer/import-connectors.ts';
export type { SecretSources } from './transfer/secret-sources.ts';
export { decideLink, type LinkDecision, type LinkPolicy } from './users/decide-link.ts';
export type { ProviderToken } from './users/provider-tokens.ts';
export type { Identity, User } from './users/user.ts';
export type { Users } from './users/users.ts';
