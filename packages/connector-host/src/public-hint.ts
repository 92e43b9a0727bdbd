import { ConnectorError, type ConnectorErrorCode } from '@jackfield/connector-kit';
import { HostError } from './host-error.ts';

/**
 * Codes of connectors whose hints are for whoever signs in or asks for a code. The others say what an operator has to
 * mend: names of settings, addresses, what a provider does not accept.
 */
const forAnybody: ReadonlySet<ConnectorErrorCode> = new Set([
  'session_invalid',
  'authorization_failed',
  'social_auth_code_invalid',
  'invalid_request_parameters',
  'recipient_refused',
  'rate_limit_exceeded',
]);

/**
 * The part of an error's hint that anybody may read. What is wrong inside the host, or with a connector's configuration, is
 * for operators: the hint may name files, keys and hosts.
 */
export function publicHint(error: HostError | ConnectorError): string | undefined {
  if (ConnectorError.isInstance(error)) return forAnybody.has(error.code) ? error.hint : undefined;
  return error.status < 500 && error.code !== 'connector_broken' ? error.hint : undefined;
}
