export const redacted = '[redacted]';

/** Characters looked through; a longer text is cut there first. */
const longestSearched = 20_000;

/** Names under which secrets travel in queries, forms and JSON. */
const names =
  '(?:[\\w.-]*(?:token|secret|passw(?:or)?d|passphrase|credential|assertion|authorization|cookie|api[_-]?key|private[_-]?key)s?|(?:(?:auth(?:orization)?|device|user|verification)[_-])?code|otp|pin|state|nonce|code_verifier|session(?:_id)?|signature|sig)';

/** Each with what stays before the secret as its first group. */
const patterns: readonly RegExp[] = [
  // A private key in PEM, up to its end or that of the text.
  /(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----)(?:(?!-----END)[^])*/g,
  // Credentials of an Authorization header (RFC 9110 §11.4), in any text.
  /\b((?:Bearer|Basic|DPoP|Digest) +)[\w.~+/=:-]{4,}/gi,
  // User and password of a URL.
  /\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/?#@"'<>]{1,2000}(?=@)/gi,
  // Parameters of a query, fragment, form or log line; also percent-encoded within another parameter.
  new RegExp(`((?:^|[?&#;\\s,({]|%3f|%26|%23)${names}(?:=|%3d))(?:(?!%26|%23)[^\\s&#;"'<>(){},])+`, 'gi'),
  // Members of an object in JSON, whose quotes may be escaped.
  new RegExp(`(\\\\?"${names}\\\\?"\\s{0,9}:\\s{0,9}\\\\?")(?:[^"\\\\]|\\\\(?!"(?:\\s{0,9}[,}\\]]))[^])+`, 'gi'),
  // A JWT or JWE in compact form, wherever it stands: its header begins with `{"`.
  /()\beyJ[\w-]{8,}(?:\.[\w-]*){1,4}/g,
];

/** Replaces what has the form of a credential. A net below the rule that secrets are not put into texts at all. */
export function redactText(text: string): string {
  return patterns.reduce(
    (result, pattern) => result.replace(pattern, (_match, kept: string) => `${kept}${redacted}`),
    text.slice(0, longestSearched),
  );
}
