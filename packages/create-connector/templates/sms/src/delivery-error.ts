import { ConnectorError, type ConnectorErrorCode, type EgressResponse } from '@jackfield/connector-kit';
import { parseJson, retryAfterSeconds } from '@jackfield/egress';
import { refusalGuard } from './responses.ts';

type Meaning = readonly [code: ConnectorErrorCode, hint: string];

const wrongKey: Meaning = [
  'invalid_config',
  'Specimen does not accept apiKey. Make a new key, with the right to send.',
];
const unknownOutcome: Meaning = [
  'delivery_unknown',
  'The message was handed to Specimen, but no answer came that can be read: it may be on its way. Do not send it again blindly.',
];

/** What each status of a refusal means at Specimen. */
const meanings: ReadonlyMap<number, Meaning> = new Map([
  [400, ['invalid_request_parameters', 'Specimen refuses the message; its own words are in "details".']],
  [401, wrongKey],
  [403, wrongKey],
  [404, ['invalid_config', 'Nothing is at this address of Specimen. Check baseUrl.']],
  [422, ['recipient_refused', 'Specimen does not deliver to this recipient; its own words are in "details".']],
  [429, ['rate_limit_exceeded', 'Specimen takes no more messages for now. Wait, then send again.']],
  [503, ['provider_unavailable', 'Specimen is not available, and has taken nothing. Send again later.']],
]);

/** Failures of which it is certain that the request had not left. */
const beforeSending = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPROTO',
  'ERR_PROXY_TUNNEL',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);
const certificateFailure = /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_SSL_)/;

/**
 * The error for an answer that is no success.
 *
 * @param secrets what must not show, should Specimen repeat it
 * @param now milliseconds since the epoch
 */
export function refusalError(
  { status, headers, body }: EgressResponse,
  secrets: readonly string[],
  now: number,
): ConnectorError {
  const [code, hint] = meanings.get(status) ?? unknownOutcome;
  const { code: providerCode, message: providerDescription } = readRefusal(body);
  const retryAfter = retryAfterSeconds(headers['retry-after'], now);
  const isLater = code === 'rate_limit_exceeded' || code === 'provider_unavailable';
  return new ConnectorError(code, {
    hint,
    secrets,
    cause: { name: 'SpecimenError', status },
    details: {
      ...(providerCode !== undefined && { providerCode }),
      ...(providerDescription !== undefined && { providerDescription }),
    },
    ...(isLater && retryAfter !== undefined && { retryAfter }),
  });
}

/** The error for a request without an answer. What may have left is never reported as if it could be repeated. */
export function transportError(error: unknown): unknown {
  if (!ConnectorError.isInstance(error)) return error;
  const { code, cause } = error;
  const isRedirect = cause?.status !== undefined && cause.status >= 300;
  const isCertain = beforeSending.has(cause?.code ?? '') || certificateFailure.test(cause?.code ?? '') || isRedirect;
  if (isCertain || !(code === 'provider_unavailable' || code === 'invalid_response')) return error;
  return unknownDelivery(error);
}

/** The error for a success that cannot be read. */
export function unknownDelivery(cause?: unknown): ConnectorError {
  const [code, hint] = unknownOutcome;
  return new ConnectorError(code, { hint, cause });
}

/** The error for a message that was taken and given up at once. */
export function rejectedAtOnce(): ConnectorError {
  return new ConnectorError('delivery_failed', { hint: 'Specimen took the message and gave it up at once.' });
}

function readRefusal(body: Uint8Array): { code?: string | undefined; message?: string | undefined } {
  try {
    return refusalGuard.parse(parseJson(body)).error;
  } catch {
    return {};
  }
}
