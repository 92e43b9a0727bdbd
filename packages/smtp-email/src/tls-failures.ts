const certificate = 'The certificate of the mail server is not accepted: ';

const meanings: Record<string, string> = {
  CERT_HAS_EXPIRED: `${certificate}it has expired. Renew it on the server.`,
  CERT_NOT_YET_VALID: `${certificate}it is not valid yet. Check the clocks of both machines.`,
  DEPTH_ZERO_SELF_SIGNED_CERT: `${certificate}it is self-signed. Put it into \`ca\` if it is yours.`,
  SELF_SIGNED_CERT_IN_CHAIN: `${certificate}its authority is not known. Put the authority's certificate into \`ca\` if it is yours.`,
  UNABLE_TO_GET_ISSUER_CERT: `${certificate}its authority is not known. Put the authority's certificate into \`ca\` if it is yours.`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `${certificate}its authority is not known. Put the authority's certificate into \`ca\` if it is yours.`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `${certificate}its authority is not known, or the server does not send the whole chain.`,
  ERR_TLS_CERT_ALTNAME_INVALID: `${certificate}it is for another host. Write the name that it is for into \`host\` or \`servername\`.`,
  CERT_REVOKED: `${certificate}it was revoked. Replace it on the server.`,
  ERR_SSL_WRONG_VERSION_NUMBER:
    'The mail server does not speak TLS on this port. With port 587 or 25, `security` is `starttls`.',
  ERR_SSL_PACKET_LENGTH_TOO_LONG:
    'The mail server does not speak TLS on this port. With port 587 or 25, `security` is `starttls`.',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'The mail server speaks only versions of TLS older than 1.2. Update it.',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'The mail server speaks only versions of TLS older than 1.2. Update it.',
};

/** What a failed TLS handshake means and how to mend it, from Node's code; `undefined` when the code is of another kind. */
export function tlsFailureHint(code: string | undefined): string | undefined {
  if (code === undefined) return undefined;
  if (Object.hasOwn(meanings, code)) return meanings[code];
  if (/^(?:ERR_SSL_|ERR_TLS_|CERT_|EPROTO$)/.test(code)) return 'The TLS handshake with the mail server failed.';
  return undefined;
}
