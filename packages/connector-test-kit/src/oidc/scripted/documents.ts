import type { JsonObject } from '../json.ts';
import { scopeClaims } from '../people.ts';
import { json } from './answer.ts';
import type { Answer, Variant } from './variant.ts';
import { patch, type World } from './world.ts';

export const paths = {
  jwks: '/jwks',
  authorize: '/authorize',
  token: '/token',
  userinfo: '/userinfo',
  revocation: '/revoke',
  end_session: '/end-session',
} as const;

/** OpenID Connect Discovery §3, RFC 8414 §2, RFC 9207 §3. */
export function discovery(world: World): Answer {
  const { issuer } = world.context;
  const document = {
    issuer,
    authorization_endpoint: issuer + paths.authorize,
    token_endpoint: issuer + paths.token,
    userinfo_endpoint: issuer + paths.userinfo,
    revocation_endpoint: issuer + paths.revocation,
    end_session_endpoint: issuer + paths.end_session,
    jwks_uri: issuer + paths.jwks,
    scopes_supported: ['openid', ...Object.keys(scopeClaims), 'offline_access'],
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [world.algorithm],
    token_endpoint_auth_methods_supported: [
      'client_secret_basic',
      'client_secret_post',
      'client_secret_jwt',
      'private_key_jwt',
      'none',
    ],
    token_endpoint_auth_signing_alg_values_supported: ['HS256', 'RS256', 'PS256', 'ES256', 'EdDSA'],
    claims_supported: ['sub', ...Object.values(scopeClaims).flat()],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
  };
  return json(
    patch<JsonObject, Variant>(world, document, (variant, value) => variant.discovery?.(value, world.context)),
    200,
    publicDocument,
  );
}

/** RFC 7517 §5. */
export function jwks(world: World): Answer {
  const document = { keys: [world.context.keys.signing.jwk] };
  return json(
    patch<JsonObject, Variant>(world, document, (variant, value) => variant.jwks?.(value, world.context)),
    200,
    publicDocument,
  );
}

/** Says nothing of caching: variants do. */
const publicDocument = { 'cache-control': 'public' };
