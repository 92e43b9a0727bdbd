import { ConnectorError, type EgressRequest } from '@jackfield/connector-kit';

/** CONNECT and TRACE have answers of their own kind (RFC 9110 §9.3). */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Headers that belong to the connection or frame the message; `host` also steers which certificate is accepted. */
const ownHeaders = new Set([
  'host',
  'connection',
  'keep-alive',
  'upgrade',
  'expect',
  'te',
  'trailer',
  'content-length',
  'transfer-encoding',
  'proxy-authorization',
  'proxy-connection',
]);

/** @throws `invalid_request_parameters` */
export function checkMethod(method = 'GET'): string {
  if (!methods.has(method))
    throw wrong('The method of a request is one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS.');
  return method;
}

/**
 * The headers to send. Compressed answers are not asked for: those of identity providers are small, and unpacking them
 * costs more than it saves.
 *
 * @throws `invalid_request_parameters`
 */
export function checkHeaders(headers: EgressRequest['headers'] = {}): Record<string, string> {
  const result: Record<string, string> = { 'accept-encoding': 'identity' };
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    if (ownHeaders.has(key)) throw wrong(`The header ${key} is set by the client itself. Leave it out.`);
    result[key] = value;
  }
  return result;
}

/**
 * The smaller of what a request asks for and what the policy allows.
 *
 * @throws `invalid_request_parameters`
 */
export function checkLimit(name: 'timeout' | 'maxBytes', requested: number | undefined, allowed: number): number {
  if (requested === undefined) return allowed;
  if (!(requested > 0)) throw wrong(`The ${name} of a request is a positive number.`);
  return Math.min(requested, allowed);
}

/** @param hint must not repeat header values or bodies */
export function wrong(hint: string, cause?: unknown): ConnectorError {
  return new ConnectorError('invalid_request_parameters', { hint, cause });
}
