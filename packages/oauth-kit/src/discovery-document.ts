import * as z from 'zod';

const urlGuard = z.url({ protocol: /^https?$/ });
const namesGuard = z.array(z.string());

/**
 * What the engine reads of OpenID Connect Discovery 1.0 §3. Endpoints that it never calls may be anything; those that it
 * calls must be URLs, and the outbound policy decides about each.
 */
export const discoveryGuard = z.object({
  issuer: z.string().min(1),
  authorization_endpoint: urlGuard.optional(),
  token_endpoint: urlGuard.optional(),
  userinfo_endpoint: urlGuard.optional(),
  jwks_uri: urlGuard.optional(),
  revocation_endpoint: urlGuard.optional(),
  end_session_endpoint: urlGuard.optional(),
  scopes_supported: namesGuard.optional(),
  code_challenge_methods_supported: namesGuard.optional(),
  token_endpoint_auth_methods_supported: namesGuard.optional(),
  id_token_signing_alg_values_supported: namesGuard.optional(),
  userinfo_signing_alg_values_supported: namesGuard.optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
});

export type DiscoveryDocument = z.infer<typeof discoveryGuard>;

/** OpenID Connect Discovery 1.0 §4.1: the well-known path is appended to the issuer, without its final slash. */
export function discoveryUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}
