export type { LogtoRequest } from './api/request.ts';
export type { Endpoint as LogtoEndpoint } from './api/routes.ts';
export type { LogtoChurn } from './churn.ts';
export { oddNames } from './odd-names.ts';
export type { LogtoRateLimit } from './rate-limit.ts';
export type { LogtoSeed } from './seed.ts';
export { type FakeLogto, type LogtoOptions, startLogto } from './start-logto.ts';
export type { LogtoEvent, LogtoEventName } from './tenant/events.ts';
export type { LogtoIdFormat } from './tenant/ids.ts';
export type {
  LogtoMembership,
  LogtoOrganization,
  LogtoOrganizationFields,
  LogtoOrganizationRole,
  LogtoUser,
  LogtoUserFields,
} from './tenant/model.ts';
export { LogtoRefusal } from './tenant/refusal.ts';
export type { LogtoTenant } from './tenant/tenant.ts';
export { compareTruths, type LogtoChanges, type LogtoDifference, type LogtoTruth } from './tenant/truth.ts';
export { type LogtoVariantName, logtoVariants, onlyWhen } from './variants/index.ts';
export type { LogtoContext, LogtoVariant } from './variants/variant.ts';
export { type LogtoWebhook, webhookSignature } from './webhooks.ts';
