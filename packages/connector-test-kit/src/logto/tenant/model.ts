import type { JsonObject } from '../../oidc/json.ts';

/** A user as `GET /api/users` shows it. Times are milliseconds since the epoch. */
export interface LogtoUser {
  readonly id: string;
  readonly username: string | null;
  readonly primaryEmail: string | null;
  readonly primaryPhone: string | null;
  readonly name: string | null;
  readonly avatar: string | null;
  readonly customData: JsonObject;
  readonly identities: JsonObject;
  readonly lastSignInAt: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly profile: JsonObject;
  readonly applicationId: string | null;
  readonly isSuspended: boolean;
  readonly hasPassword: boolean;
}

/** An organization as `GET /api/organizations` shows it. There is no `updatedAt`. */
export interface LogtoOrganization {
  readonly tenantId: string;
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly customData: JsonObject;
  readonly isMfaRequired: boolean;
  readonly createdAt: number;
}

/** A role that members of any organization can hold, as `GET /api/organization-roles` shows it. */
export interface LogtoOrganizationRole {
  readonly tenantId: string;
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly type: 'User' | 'MachineToMachine';
  readonly scopes: readonly JsonObject[];
  readonly resourceScopes: readonly JsonObject[];
}

/** One user in one organization, with the roles held there. */
export interface LogtoMembership {
  readonly organizationId: string;
  readonly userId: string;
  readonly organizationRoleIds: readonly string[];
}

/** What of a user can be set. */
export type LogtoUserFields = Partial<
  Pick<LogtoUser, 'username' | 'primaryEmail' | 'primaryPhone' | 'name' | 'avatar' | 'customData'>
>;

/** What of an organization can be set. */
export type LogtoOrganizationFields = Partial<
  Pick<LogtoOrganization, 'name' | 'description' | 'customData' | 'isMfaRequired'>
>;
