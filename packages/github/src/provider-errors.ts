import type { ProviderErrorMeaning } from '@jackfield/oauth-kit';

/**
 * What codes of the token endpoint mean at GitHub, where that is more than RFC 6749 says. Its errors come with HTTP 200, but
 * for an unknown client: 404 and `Not Found`.
 * https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors
 */
export const providerErrors: Readonly<Record<string, ProviderErrorMeaning>> = {
  bad_verification_code: 'invalid_grant',
  bad_refresh_token: 'invalid_grant',
  'Not Found': [
    'invalid_config',
    'GitHub knows no app with this clientId. Copy the client id (not the app id) from the settings of the app, and check that enterpriseUrl is set if, and only if, the app is registered there.',
  ],
  incorrect_client_credentials: [
    'invalid_config',
    'GitHub does not accept clientSecret together with this clientId. Make a new client secret in the settings of the app.',
  ],
  unverified_user_email: [
    'authorization_failed',
    'The person has no verified primary address at GitHub. They verify it there, then sign in.',
  ],
};
