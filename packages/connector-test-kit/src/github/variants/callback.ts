import type { GithubContext, GithubVariant } from '../variant.ts';

/** A variant that changes a copy of the callback's parameters. */
const callback = (
  description: string,
  change: (parameters: URLSearchParams, context: GithubContext) => void,
): GithubVariant => ({
  description,
  callback(parameters, context) {
    const changed = new URLSearchParams(parameters);
    change(changed, context);
    return changed;
  },
});

/** An error response (RFC 6749 §4.1.2.1) instead of a code. */
const failure = (description: string, error: string, errorDescription: string): GithubVariant =>
  callback(description, (parameters) => {
    parameters.delete('code');
    parameters.set('error', error);
    parameters.set('error_description', errorDescription);
  });

/** How the browser comes back. */
export const callbackVariants = {
  'callback/iss-missing': callback(
    'Sends no iss, as before 2026 and as Enterprise Server does. Allowed.',
    (parameters) => parameters.delete('iss'),
  ),
  'callback/iss-wrong': callback('Sends the iss of another provider (mix-up).', (parameters, { trapOrigin }) =>
    parameters.set('iss', trapOrigin),
  ),
  'callback/iss-slash': callback('Sends an iss that differs by a trailing slash.', (parameters, { issuer }) =>
    parameters.set('iss', `${issuer}/`),
  ),
  'callback/iss-case': callback('Sends an iss that differs by case.', (parameters, { issuer }) =>
    parameters.set('iss', issuer.replace('/login/', '/Login/')),
  ),
  'callback/iss-empty': callback('Sends an empty iss.', (parameters) => parameters.set('iss', '')),
  'callback/iss-duplicated': callback('Sends its iss twice.', (parameters, { issuer }) =>
    parameters.append('iss', issuer),
  ),
  'callback/state-other': callback('Sends a state that nobody asked for.', (parameters) =>
    parameters.set('state', 'a-state-of-somebody-else'),
  ),
  'callback/code-of-first-sign-in': callback(
    'Sends the code of the first sign-in it saw (code injection).',
    (parameters, { signIns }) => parameters.set('code', signIns[0]?.code ?? ''),
  ),
  'callback/access-denied': failure(
    'The person refused.',
    'access_denied',
    'The user has denied your application access.',
  ),
  'callback/application-suspended': failure(
    'The app is suspended.',
    'application_suspended',
    'Your application has been suspended.',
  ),
  'callback/redirect-uri-mismatch': failure(
    'The redirect URI is not the registered one.',
    'redirect_uri_mismatch',
    'The redirect_uri MUST match the registered callback URL for this application.',
  ),
  'callback/error-not-found': failure('An error that looks like one of the token endpoint.', 'Not Found', 'Not Found'),
  'callback/error-html': failure(
    'Sends an error whose description is HTML with a script and line breaks.',
    'access_denied',
    '<script>alert(document.domain)</script>\r\nforged log line',
  ),
} as const satisfies Record<string, GithubVariant>;
