import { ConnectorError, type ConnectorErrorCode } from '@jackfield/connector-kit';

type Meaning = readonly [code: ConnectorErrorCode, hint: string];

/** Said to sign-ins and in the diagnosis alike. */
export const credentialHints = {
  clientId:
    'GitHub knows no app with this clientId. Copy the client id (not the app id) from the settings of the app, and check that enterpriseUrl is set if, and only if, the app is registered there.',
  clientSecret:
    'GitHub does not accept clientSecret together with this clientId. Make a new client secret in the settings of the app.',
} as const;

/**
 * What codes of the token endpoint mean at GitHub, where that is more than RFC 6749 says. Its errors come with HTTP 200, but
 * for an unknown client: 404 and `Not Found`.
 * https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors
 */
const meanings: ReadonlyMap<string, Meaning> = new Map([
  ['Not Found', ['invalid_config', credentialHints.clientId]],
  ['incorrect_client_credentials', ['invalid_config', credentialHints.clientSecret]],
  [
    'unverified_user_email',
    [
      'authorization_failed',
      'The person has no verified primary address at GitHub. They verify it there, then sign in.',
    ],
  ],
]);

/** Says in GitHub's terms what an error of the token endpoint means. Errors of the callback stay as they are. */
export async function withTokenErrors<Result>(attempt: Promise<Result>): Promise<Result> {
  try {
    return await attempt;
  } catch (error) {
    throw explained(error);
  }
}

function explained(error: unknown): unknown {
  if (!ConnectorError.isInstance(error) || error.cause?.status === undefined || !error.details) return error;
  const { cause, details } = error;
  const meaning = meanings.get(details.providerCode ?? '');
  if (!meaning) return error;
  const [code, hint] = meaning;
  return new ConnectorError(code, { hint, cause, details });
}
