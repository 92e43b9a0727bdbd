import type { LogtoOrganization, LogtoOrganizationFields, LogtoOrganizationRole, LogtoUser } from './model.ts';

const nothing = Object.freeze({});

/** A user with nothing but an id and a time of creation (milliseconds since the epoch). */
export const blankUser = (id: string, createdAt: number): LogtoUser => ({
  id,
  username: null,
  primaryEmail: null,
  primaryPhone: null,
  name: null,
  avatar: null,
  customData: nothing,
  identities: nothing,
  lastSignInAt: null,
  createdAt,
  updatedAt: createdAt,
  profile: nothing,
  applicationId: null,
  isSuspended: false,
  hasPassword: false,
});

export const newOrganization = (
  id: string,
  createdAt: number,
  fields: LogtoOrganizationFields & { name: string },
): LogtoOrganization => ({
  tenantId: 'default',
  id,
  description: null,
  customData: nothing,
  isMfaRequired: false,
  createdAt,
  ...fields,
});

export const newOrganizationRole = (
  id: string,
  fields: Pick<LogtoOrganizationRole, 'name'> & Partial<LogtoOrganizationRole>,
): LogtoOrganizationRole => ({
  tenantId: 'default',
  description: null,
  type: 'User',
  scopes: [],
  resourceScopes: [],
  ...fields,
  id,
});
