import type { ProviderContext, SignIn, Variant } from '../scripted/variant.ts';

type Change = (parameters: URLSearchParams, context: ProviderContext, signIn: SignIn) => void;

/** A variant that changes a copy of the callback's parameters. */
const callback = (description: string, change: Change): Variant => ({
  description,
  callback(parameters, context, signIn) {
    const changed = new URLSearchParams(parameters);
    change(changed, context, signIn);
    return changed;
  },
});

const withoutIss: Pick<Variant, 'discovery'> = {
  discovery: (document) => ({ ...document, authorization_response_iss_parameter_supported: false }),
};

/** An error response (RFC 6749 §4.1.2.1) instead of a code. */
const failure = (description: string, error: string, errorDescription?: string): Variant =>
  callback(description, (parameters) => {
    parameters.delete('code');
    parameters.set('error', error);
    if (errorDescription !== undefined) parameters.set('error_description', errorDescription);
  });

/** How the browser comes back from the provider. */
export const callbackVariants = {
  'callback/iss-wrong': callback('Sends the iss of another provider (mix-up).', (parameters, { trapOrigin }) =>
    parameters.set('iss', trapOrigin),
  ),
  'callback/iss-slash': callback('Sends an iss that differs by a trailing slash.', (parameters, { issuer }) =>
    parameters.set('iss', `${issuer}/`),
  ),
  'callback/iss-case': callback('Sends an iss that differs by case.', (parameters, { issuer }) =>
    parameters.set('iss', issuer.replace('http', 'HTTP')),
  ),
  'callback/iss-missing': callback('Sends no iss, though the metadata promises one.', (parameters) =>
    parameters.delete('iss'),
  ),
  'callback/iss-empty': callback('Sends an empty iss.', (parameters) => parameters.set('iss', '')),
  'callback/iss-duplicated': callback('Sends its iss twice.', (parameters, { issuer }) =>
    parameters.append('iss', issuer),
  ),
  'callback/iss-second-wrong': callback('Sends its own iss, then that of another provider.', (parameters, context) =>
    parameters.append('iss', context.trapOrigin),
  ),
  'callback/iss-not-advertised': {
    ...callback('Neither promises an iss nor sends one. Allowed by RFC 9207.', (parameters) =>
      parameters.delete('iss'),
    ),
    ...withoutIss,
  },
  'callback/iss-not-advertised-wrong': {
    ...callback('Promises no iss, and sends that of another provider.', (parameters, { trapOrigin }) =>
      parameters.set('iss', trapOrigin),
    ),
    ...withoutIss,
  },
  'callback/iss-not-advertised-empty': {
    ...callback('Promises no iss, and sends an empty one.', (parameters) => parameters.set('iss', '')),
    ...withoutIss,
  },
  'callback/state-other': callback('Sends a state that nobody asked for.', (parameters) =>
    parameters.set('state', 'a-state-of-somebody-else'),
  ),
  'callback/state-of-first-sign-in': callback('Sends the state of the first sign-in it saw.', (parameters, context) =>
    parameters.set('state', context.signIns[0]?.state ?? ''),
  ),
  'callback/state-missing': callback('Sends no state.', (parameters) => parameters.delete('state')),
  'callback/state-empty': callback('Sends an empty state.', (parameters) => parameters.set('state', '')),
  'callback/state-duplicated': callback('Sends the state twice.', (parameters, _context, { state = '' }) =>
    parameters.append('state', state),
  ),
  'callback/code-missing': callback('Sends neither a code nor an error.', (parameters) => parameters.delete('code')),
  'callback/code-empty': callback('Sends an empty code.', (parameters) => parameters.set('code', '')),
  'callback/code-duplicated': callback('Sends the code twice.', (parameters, _context, { code }) =>
    parameters.append('code', code),
  ),
  'callback/code-unknown': callback('Sends a code that it never issued.', (parameters) =>
    parameters.set('code', 'never-issued'),
  ),
  'callback/code-of-first-sign-in': callback(
    'Sends the code of the first sign-in it saw (code injection).',
    (parameters, { signIns }) => parameters.set('code', signIns[0]?.code ?? ''),
  ),
  'callback/code-and-error': callback('Sends a code and an error together.', (parameters) =>
    parameters.set('error', 'access_denied'),
  ),
  'callback/front-channel-tokens': callback('Sends tokens beside the code, as in the hybrid flow.', (parameters) => {
    parameters.set('access_token', 'front-channel-token');
    parameters.set('id_token', 'a.b.c');
  }),
  'callback/encrypted-response': callback('Sends a JARM response instead of parameters.', (parameters) => {
    parameters.delete('code');
    parameters.set('response', 'a.b.c.d.e');
  }),
  'callback/unknown-parameters': callback('Sends parameters that no standard knows. Allowed.', (parameters) => {
    parameters.set('session_state', 'x');
    parameters.set('__proto__', 'x');
    parameters.set('constructor', 'x');
  }),
  'callback/access-denied': failure('The person refused.', 'access_denied', 'The person refused.'),
  'callback/error-html': failure(
    'Sends an error whose description is HTML with a script.',
    'access_denied',
    '<script>alert(document.domain)</script><img src=x onerror=alert(1)>',
  ),
  'callback/error-control-characters': failure(
    'Sends an error with line breaks and terminal escape codes.',
    'server_error',
    'first line\r\nX-Injected: yes\r\n\u001B[31mred\u0000',
  ),
  'callback/error-gigantic': failure('Sends an error of many kilobytes.', 'server_error', 'long '.repeat(2000)),
  'callback/error-code-html': failure('Sends an error code that is HTML.', '<b>access_denied</b>'),
  'callback/error-login-required': failure('Answers prompt=none with login_required.', 'login_required'),
  'callback/error-server': failure('Sends server_error.', 'server_error', 'Something broke.'),
  'callback/error-temporarily-unavailable': failure('Sends temporarily_unavailable.', 'temporarily_unavailable'),
  'callback/error-echoes-secret': {
    description: 'Sends an error whose description holds the client secret.',
    callback: (parameters, { clientSecret }) =>
      new URLSearchParams({
        error: 'server_error',
        error_description: `The secret ${clientSecret} was not expected.`,
        state: parameters.get('state') ?? '',
        iss: parameters.get('iss') ?? '',
      }),
  },
} as const satisfies Record<string, Variant>;
