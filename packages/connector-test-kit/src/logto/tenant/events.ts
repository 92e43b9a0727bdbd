import type { LogtoOrganization, LogtoOrganizationRole, LogtoUser } from './model.ts';

/** What a webhook can be told of. Assigning or removing a role is not among it. */
export type LogtoEventName =
  | 'User.Created'
  | 'User.Data.Updated'
  | 'User.SuspensionStatus.Updated'
  | 'User.Deleted'
  | 'Organization.Created'
  | 'Organization.Data.Updated'
  | 'Organization.Deleted'
  | 'Organization.Membership.Updated'
  | 'OrganizationRole.Created'
  | 'OrganizationRole.Deleted';

/** Something that happened in the tenant. */
export interface LogtoEvent {
  readonly event: LogtoEventName;
  readonly params: { readonly id?: string; readonly userId?: string };
  /** What was made or changed; null when it is gone. */
  readonly data: LogtoUser | LogtoOrganization | LogtoOrganizationRole | null;
  readonly organizationId?: string;
  readonly addedUserIds?: readonly string[];
  readonly removedUserIds?: readonly string[];
}
