/** Parameters that nothing but the engine may set. */
// oxfmt-ignore
export const reservedParameters: ReadonlySet<string> = new Set([
  'client_id', 'client_secret', 'client_assertion', 'client_assertion_type', 'redirect_uri', 'response_type',
  'response_mode', 'scope', 'state', 'nonce', 'code', 'code_challenge', 'code_challenge_method', 'code_verifier',
  'grant_type', 'refresh_token', 'request', 'request_uri', 'login_hint', 'max_age',
]);

/** Parameters that an operator adds, without the reserved ones: they are dropped here, whatever a guard let through. */
export function withoutReserved(parameters?: Readonly<Record<string, string>>): Record<string, string> {
  if (parameters === undefined) return {};
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !reservedParameters.has(name.toLowerCase())));
}
