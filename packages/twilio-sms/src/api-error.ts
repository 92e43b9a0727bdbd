import { ConnectorError, type EgressResponse } from '@jackfield/connector-kit';
import { parseJson, retryAfterSeconds } from '@jackfield/egress';
import { meaningOf, meaningOfFailure } from './error-meanings.ts';
import { refusalGuard } from './responses.ts';

/** Failures of which it is certain that the request had not left. */
const beforeSending = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ERR_PROXY_TUNNEL',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'EPROTO',
]);
const certificateFailure = /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_SSL_)/;

interface RefusalContext {
  readonly secrets: readonly string[];
  readonly isSending: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The error for an answer of status 400 or higher. */
export function refusalError({ status, headers, body }: EgressResponse, context: RefusalContext): ConnectorError {
  const { code: providerCode, message } = readRefusal(body);
  const { code, hint } = meaningOf(providerCode, status, context.isSending);
  const retryAfter = retryAfterSeconds(headers['retry-after'], context.now);
  const isLater = code === 'rate_limit_exceeded' || code === 'usage_limit_exceeded' || code === 'provider_unavailable';
  return new ConnectorError(code, {
    hint,
    secrets: context.secrets,
    cause: { name: 'TwilioError', code: providerCode === undefined ? undefined : `twilio.${providerCode}`, status },
    details: {
      ...(providerCode !== undefined && { providerCode: String(providerCode) }),
      ...(message !== undefined && { providerDescription: message }),
    },
    ...(isLater && retryAfter !== undefined && { retryAfter }),
  });
}

/** The error for a message that Twilio took and gave up at once. */
export function failedAtOnce(providerCode: number | undefined): ConnectorError {
  return new ConnectorError(meaningOfFailure(providerCode).code, {
    hint: meaningOfFailure(providerCode).hint,
    ...(providerCode !== undefined && { details: { providerCode: String(providerCode) } }),
  });
}

/** The error for a request without a usable answer. What may have left is never reported as if it could be repeated. */
export function transportError(error: unknown, isSending: boolean): unknown {
  if (!isSending || !ConnectorError.isInstance(error)) return error;
  const { code, cause } = error;
  const isCertain = beforeSending.has(cause?.code ?? '') || certificateFailure.test(cause?.code ?? '');
  const isRedirect = cause?.status !== undefined && cause.status >= 300;
  if (isCertain || isRedirect) return error;
  return code === 'provider_unavailable' || code === 'invalid_response' ? unknownDelivery(error) : error;
}

/** The error for a success of which the body cannot be read. */
export function unreadableAnswer(error: unknown, isSending: boolean): unknown {
  return isSending ? unknownDelivery(error) : error;
}

export function unknownDelivery(cause?: unknown): ConnectorError {
  return new ConnectorError('delivery_unknown', {
    hint: 'The message was handed to Twilio, but no answer came that can be read: it may be on its way. Do not send it again blindly; look it up in Twilio’s log.',
    cause: ConnectorError.isInstance(cause) ? cause.cause : undefined,
  });
}

function readRefusal(body: Uint8Array): { code?: number | undefined; message?: string | undefined } {
  try {
    return refusalGuard.safeParse(parseJson(body)).data ?? {};
  } catch {
    return {};
  }
}
