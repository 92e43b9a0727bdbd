/** What every error code means: the HTTP status a host answers with, whether a retry may help, and the fixed message. */
export const errorCodes = {
  invalid_config: { status: 400, retry: 'no', message: 'The connector configuration is not valid.' },
  invalid_metadata: { status: 400, retry: 'no', message: 'The connector metadata is not valid.' },
  unexpected_type: { status: 400, retry: 'no', message: 'The connector is not of the expected type.' },
  template_not_found: { status: 400, retry: 'no', message: 'No message template fits this type and language.' },
  invalid_request_parameters: { status: 400, retry: 'no', message: 'The request has missing or wrong parameters.' },
  invalid_response: { status: 400, retry: 'no', message: 'The provider answered in a form that cannot be trusted.' },
  general: { status: 400, retry: 'no', message: 'The connector failed.' },
  egress_refused: { status: 400, retry: 'no', message: 'The outbound policy refused this address.' },
  session_invalid: { status: 401, retry: 'no', message: 'The sign-in session is missing, expired or does not fit.' },
  authorization_failed: { status: 401, retry: 'no', message: 'The provider did not authorize the sign-in.' },
  social_auth_code_invalid: { status: 401, retry: 'no', message: 'The authorization code was refused.' },
  social_invalid_access_token: { status: 401, retry: 'no', message: 'The access token was refused.' },
  social_invalid_id_token: { status: 401, retry: 'no', message: 'The ID token is not valid.' },
  identity_source_changed: {
    status: 409,
    retry: 'no',
    message: 'Another issuer stands behind a target that has identities.',
  },
  recipient_refused: { status: 422, retry: 'no', message: 'The recipient is refused for good.' },
  rate_limit_exceeded: { status: 429, retry: 'later', message: 'Too many requests.' },
  usage_limit_exceeded: { status: 429, retry: 'later', message: 'The usage limit is reached.' },
  not_implemented: { status: 501, retry: 'no', message: 'The connector does not support this operation.' },
  delivery_failed: { status: 502, retry: 'yes', message: 'The message was not handed over.' },
  provider_unavailable: { status: 503, retry: 'yes', message: 'The provider is down, slow or unreachable.' },
  delivery_unknown: { status: 504, retry: 'no', message: 'The message may or may not have been handed over.' },
} as const satisfies Record<string, { status: number; retry: 'no' | 'yes' | 'later'; message: string }>;

/** One of the fixed error codes. */
export type ConnectorErrorCode = keyof typeof errorCodes;
