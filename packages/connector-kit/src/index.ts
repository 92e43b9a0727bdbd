export type { ConfigIssue } from './config-issues.ts';
export { createConfigReader } from './config-reader.ts';
export type { ConfigSource, Connector, ConnectorOptions } from './connector.ts';
export { ConnectorError, type ConnectorErrorOptions } from './connector-error.ts';
export type { DiagnosticStep } from './diagnostics.ts';
export { type ConnectorErrorCode, errorCodes } from './error-codes.ts';
export { type ProviderDetails, redact, type SafeCause } from './error-safety.ts';
export {
  type Entitlement,
  entitlementId,
  type GovernanceConnector,
  type Grant,
  grantId,
  type Resource,
  type ResourceReference,
  type ResourceTrait,
  type ResourceType,
  type Snapshot,
  type SyncOptions,
  type SyncProblem,
  type SyncProgress,
  type SyncResult,
  type SyncState,
} from './governance.ts';
export type { ConfigGuard, Guard, GuardIssue } from './guard.ts';
export {
  type DeliveryReceipt,
  type EmailConnector,
  type EmailTemplate,
  type GetI18nEmailTemplate,
  type Message,
  type MessagePayload,
  type MessageType,
  messageTypes,
  type SmsConnector,
} from './message.ts';
export {
  type ConnectorMetadata,
  type ConnectorPlatform,
  type ConnectorType,
  type GovernanceMetadata,
  type MessageMetadata,
  metadataGuard,
  type SocialMetadata,
  type Translations,
} from './metadata.ts';
export { type ConnectorModule, connectorModuleGuard, parseConnectorModule } from './module.ts';
export { parseConfig } from './parse-config.ts';
export type {
  Caches,
  Clock,
  Egress,
  EgressJson,
  EgressRequest,
  EgressResponse,
  Lease,
  Random,
  ResolvedAddress,
  Runtime,
} from './runtime.ts';
export type {
  AuthorizationRequest,
  EndSessionRequest,
  GetSession,
  IdTokenExpectations,
  SetSession,
  SocialConnector,
  SocialSession,
  SocialUserInfo,
  TokenResponse,
} from './social.ts';
