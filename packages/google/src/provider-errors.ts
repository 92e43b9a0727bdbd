import { ConnectorError, type ConnectorErrorCode } from '@jackfield/connector-kit';

interface Meaning {
  readonly code: ConnectorErrorCode;
  readonly hint: string;
}

const wrongId: Meaning = {
  code: 'invalid_config',
  hint: 'Google does not know the client. Compare "clientId" with the client id in the Google Cloud console.',
};
const wrongSecret: Meaning = {
  code: 'invalid_config',
  hint: 'Google knows the client, but refuses its secret. Copy "clientSecret" from the Google Cloud console again, or make a new one there.',
};
const deleted: Meaning = {
  code: 'invalid_config',
  hint: 'The client was deleted or disabled in the Google Cloud console. Restore it there, or set "clientId" and "clientSecret" of another one.',
};

/** What Google's own codes and texts mean, beyond RFC 6749; the first that fits counts. */
const meanings: readonly (readonly [pattern: RegExp, meaning: Meaning])[] = [
  [/^invalid_client: The OAuth client was not found/, wrongId],
  [/^invalid_client: (?:The provided client secret is invalid|Unauthorized)/, wrongSecret],
  [/^(?:deleted_client|disabled_client)\b/, deleted],
  [
    /^admin_policy_enforced\b/,
    {
      code: 'authorization_failed',
      hint: "An administrator of the person's organisation does not allow this client or one of its scopes.",
    },
  ],
  [
    /^org_internal\b/,
    {
      code: 'authorization_failed',
      hint: 'The client is for people of its own organisation only. Set its audience to "External" in the Google Cloud console, if others may sign in.',
    },
  ],
];

/** What a code of Google's, followed by its text, means: `invalid_client: The OAuth client was not found.` */
export function meaningOf(words: string): Meaning | undefined {
  return meanings.find(([pattern]) => pattern.test(words))?.[1];
}

/**
 * Runs a call, and says of its error which field Google complains about.
 *
 * @throws what `call` throws, with a code and hint that fit Google's own words
 */
export async function explained<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (!ConnectorError.isInstance(error) || error.details === undefined) throw error;
    const { details, cause } = error;
    const meaning = meaningOf(`${details.providerCode ?? ''}: ${details.providerDescription ?? ''}`);
    throw meaning === undefined ? error : new ConnectorError(meaning.code, { hint: meaning.hint, details, cause });
  }
}
