import type { JsonObject } from '../oidc/json.ts';
import { json } from '../oidc/scripted/answer.ts';
import type { Answer, Variant } from '../oidc/scripted/variant.ts';
import { patch } from '../oidc/scripted/world.ts';
import { googleAddresses, googleIssuer } from './addresses.ts';
import type { GoogleWorld } from './world.ts';

/** The fields of https://developers.google.com/identity/openid-connect/reference#discovery-document. */
const document = {
  issuer: googleIssuer,
  authorization_endpoint: googleAddresses.authorize,
  device_authorization_endpoint: 'https://oauth2.googleapis.com/device/code',
  token_endpoint: googleAddresses.token,
  userinfo_endpoint: googleAddresses.userinfo,
  revocation_endpoint: googleAddresses.revocation,
  jwks_uri: googleAddresses.jwks,
  response_types_supported: [
    'code',
    'token',
    'id_token',
    'code token',
    'code id_token',
    'token id_token',
    'code token id_token',
    'none',
  ],
  response_modes_supported: ['query', 'fragment', 'form_post'],
  authorization_response_iss_parameter_supported: true,
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  scopes_supported: ['openid', 'email', 'profile'],
  token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
  claims_supported: [
    'aud',
    'email',
    'email_verified',
    'exp',
    'family_name',
    'given_name',
    'iat',
    'iss',
    'name',
    'picture',
    'sub',
  ],
  code_challenge_methods_supported: ['plain', 'S256'],
  grant_types_supported: [
    'authorization_code',
    'refresh_token',
    'urn:ietf:params:oauth:grant-type:device_code',
    'urn:ietf:params:oauth:grant-type:jwt-bearer',
  ],
} as const;

export function discovery(world: GoogleWorld): Answer {
  const patched = patch<JsonObject, Variant>(world, document, (variant, value) =>
    variant.discovery?.(value, world.context),
  );
  return json(patched, 200, { 'cache-control': 'public, max-age=3600' });
}

/** Google publishes the key that signs, and the next or the last one. */
export function jwks(world: GoogleWorld): Answer {
  const { signing, spare } = world.context.keys;
  const keys = { keys: [spare.jwk, signing.jwk] };
  const patched = patch<JsonObject, Variant>(world, keys, (variant, value) => variant.jwks?.(value, world.context));
  return json(patched, 200, { 'cache-control': 'public, max-age=19845, must-revalidate, no-transform' });
}
