import type { ProviderErrorMeaning } from '@jackfield/oauth-kit';

const wrongSecret: ProviderErrorMeaning = [
  'invalid_config',
  'Google knows the client, but refuses its secret. Copy "clientSecret" from the Google Cloud console again, or make a new one there.',
];
const gone: ProviderErrorMeaning = [
  'invalid_config',
  'The client was deleted or disabled in the Google Cloud console. Restore it there, or set "clientId" and "clientSecret" of another one.',
];

/** What Google's own codes and texts mean, beyond RFC 6749. */
export const providerErrors: Readonly<Record<string, ProviderErrorMeaning>> = {
  'invalid_client: The OAuth client was not found': [
    'invalid_config',
    'Google does not know the client. Compare "clientId" with the client id in the Google Cloud console.',
  ],
  'invalid_client: The provided client secret is invalid': wrongSecret,
  'invalid_client: Unauthorized': wrongSecret,
  deleted_client: gone,
  disabled_client: gone,
  admin_policy_enforced: [
    'authorization_failed',
    "An administrator of the person's organisation does not allow this client or one of its scopes.",
  ],
  org_internal: [
    'authorization_failed',
    'The client is for people of its own organisation only. Set its audience to "External" in the Google Cloud console, if others may sign in.',
  ],
};
