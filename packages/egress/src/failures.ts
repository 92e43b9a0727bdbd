import { ConnectorError, type ConnectorErrorCode } from '@jackfield/connector-kit';

/** What a failed exchange was about: safe to show. */
export interface Subject {
  readonly method: string;
  /** Scheme, host and port. */
  readonly origin: string;
}

const unknownAuthority = 'shows a certificate of an unknown authority. Add that to the `ca` of the outbound policy';

/** Node's error codes in plain words, as the end of a sentence that begins with the origin. */
const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'could not be found: DNS does not know the name. Check its spelling',
  EAI_AGAIN: 'could not be found: DNS does not answer. Check the network of this machine',
  ECONNREFUSED: 'refused the connection. Check the port and whether the service runs',
  ECONNRESET: 'broke the connection off',
  EPIPE: 'broke the connection off',
  ETIMEDOUT: 'did not answer in time',
  EHOSTUNREACH: 'cannot be reached from this machine. Check the network and its firewall',
  ENETUNREACH: 'cannot be reached from this machine. Check the network and its firewall',
  CERT_HAS_EXPIRED: 'shows a certificate that has expired. Its operator must renew it',
  CERT_NOT_YET_VALID: 'shows a certificate that is not valid yet. Check the clock of this machine',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'shows a self-signed certificate. Add it to the `ca` of the outbound policy',
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  CERT_SIGNATURE_FAILURE: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'shows a certificate of an unknown authority, or leaves out the intermediate one. ' +
    'Mend its chain, or add the authority to the `ca` of the outbound policy',
  ERR_TLS_CERT_ALTNAME_INVALID: 'shows a certificate for another host. Check the host name',
  EPROTO: 'does not speak TLS as expected. Check the port',
  ERR_PROXY_TUNNEL: 'could not be reached through the proxy, which opened no tunnel. Check its address and credentials',
};

/**
 * Turns what Node threw into a connector error: a broken HTTP message is `invalid_response`, any other failure
 * `provider_unavailable`. Connector errors are passed on.
 */
export function exchangeFailed(error: unknown, subject: Subject): ConnectorError {
  if (ConnectorError.isInstance(error)) return error;
  const { name, code } = namesOf(error);
  const isMalformed = code?.startsWith('HPE_') === true;
  const reason = isMalformed
    ? 'sent what is not an HTTP answer'
    : (reasons[code ?? ''] ?? (code?.startsWith('ERR_SSL_') ? reasons.EPROTO : undefined) ?? 'could not be asked');
  return failure(isMalformed ? 'invalid_response' : 'provider_unavailable', subject, reason, { name, code });
}

export function timedOut(subject: Subject, milliseconds: number): ConnectorError {
  const reason = `did not answer completely within ${milliseconds / 1000} s`;
  return failure('provider_unavailable', subject, reason, { name: 'TimeoutError', code: 'ETIMEDOUT' });
}

/** The caller's own signal; a deadline is told from a change of mind. */
export function aborted(subject: Subject, reason: unknown): ConnectorError {
  const { name } = namesOf(reason);
  const text = name === 'TimeoutError' ? 'did not answer in the time that the caller allows' : 'is no longer asked';
  return failure('provider_unavailable', subject, text, { name: name ?? 'AbortError', code: 'ABORT_ERR' });
}

export function badResponse(subject: Subject, reason: string, status?: number): ConnectorError {
  return failure('invalid_response', subject, reason, { status });
}

export function closed(): ConnectorError {
  return new ConnectorError('general', { hint: 'The runtime is closed. Create another one with createRuntime().' });
}

/** `https://idp.example.com` followed by `reason` as one sentence. */
export function failure(
  code: ConnectorErrorCode,
  subject: Subject,
  reason: string,
  cause: { name?: string | undefined; code?: string | undefined; status?: number | undefined },
  retryAfter?: number,
): ConnectorError {
  return new ConnectorError(code, {
    hint: `${subject.origin} ${reason}.`,
    cause: { ...cause, ...subject },
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}

function namesOf(error: unknown): { name?: string | undefined; code?: string | undefined } {
  if (!(error instanceof Error)) return {};
  return { name: error.name, code: 'code' in error && typeof error.code === 'string' ? error.code : undefined };
}
