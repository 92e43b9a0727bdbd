import { type JsonObject, without } from '../json.ts';
import type { ProviderContext, Variant } from '../scripted/variant.ts';

const document = (
  description: string,
  change: (fields: JsonObject, context: ProviderContext) => JsonObject,
): Variant => ({ description, discovery: change });

const missing = (name: string): Variant => document(`No ${name}.`, (fields) => without(fields, name));

const address = (description: string, name: string, url: string): Variant =>
  document(description, (fields) => ({ ...fields, [name]: url }));

const keySet = (description: string, change: (context: ProviderContext) => JsonObject): Variant => ({
  description,
  jwks: (_document, context) => change(context),
});

/** What the discovery document and the key set say. */
export const discoveryVariants = {
  'discovery/issuer-slash': document('The issuer differs by a trailing slash.', (fields, { issuer }) => ({
    ...fields,
    issuer: `${issuer}/`,
  })),
  'discovery/issuer-case': document('The issuer differs by case.', (fields, { issuer }) => ({
    ...fields,
    issuer: issuer.replace('http', 'HTTP'),
  })),
  'discovery/issuer-port': document('The issuer has another port.', (fields, { issuer }) => ({
    ...fields,
    issuer: issuer.replace(/:\d+$/, ':9'),
  })),
  'discovery/issuer-other': document('The issuer is another provider.', (fields, { trapOrigin }) => ({
    ...fields,
    issuer: trapOrigin,
  })),
  'discovery/issuer-missing': missing('issuer'),
  'discovery/issuer-number': document('The issuer is a number.', (fields) => ({ ...fields, issuer: 4711 })),
  'discovery/authorization-endpoint-missing': missing('authorization_endpoint'),
  'discovery/authorization-endpoint-script': address(
    'The authorization endpoint is a javascript: URL.',
    'authorization_endpoint',
    'javascript:alert(1)',
  ),
  'discovery/authorization-endpoint-parameters': document(
    'The authorization endpoint brings parameters of its own, reserved ones too.',
    (fields) => ({
      ...fields,
      authorization_endpoint: `${String(fields.authorization_endpoint)}?tenant=one&client_id=evil&state=evil`,
    }),
  ),
  'discovery/token-endpoint-missing': missing('token_endpoint'),
  'discovery/token-endpoint-no-url': address('The token endpoint is no URL.', 'token_endpoint', 'not a url'),
  'discovery/token-endpoint-http': address(
    'The token endpoint is http on a public host.',
    'token_endpoint',
    'http://tokens.example.test/token',
  ),
  'discovery/token-endpoint-private': address(
    'The token endpoint is in a private network.',
    'token_endpoint',
    'https://10.0.0.1/token',
  ),
  'discovery/userinfo-endpoint-missing': missing('userinfo_endpoint'),
  'discovery/userinfo-endpoint-private': address(
    'The userinfo endpoint is in a private network.',
    'userinfo_endpoint',
    'https://192.168.0.1/userinfo',
  ),
  'discovery/jwks-uri-missing': missing('jwks_uri'),
  'discovery/jwks-uri-other-origin': document(
    'The key set is at another origin, with the keys of somebody else.',
    (fields, { trapOrigin }) => ({ ...fields, jwks_uri: `${trapOrigin}/jwks` }),
  ),
  'discovery/jwks-uri-http': address(
    'The key set is http on a public host.',
    'jwks_uri',
    'http://keys.example.test/jwks',
  ),
  'discovery/jwks-uri-private': address('The key set is in a private network.', 'jwks_uri', 'https://10.0.0.1/jwks'),
  'discovery/jwks-uri-metadata-service': address(
    "The key set is a cloud's metadata service.",
    'jwks_uri',
    'https://169.254.169.254/latest/meta-data/',
  ),
  'discovery/jwks-uri-file': address('The key set is a file.', 'jwks_uri', 'file:///etc/passwd'),
  'discovery/revocation-endpoint-missing': missing('revocation_endpoint'),
  'discovery/end-session-endpoint-missing': missing('end_session_endpoint'),
  'discovery/pkce-not-advertised': missing('code_challenge_methods_supported'),
  'discovery/pkce-plain-only': document('Advertises PKCE plain only (downgrade).', (fields) => ({
    ...fields,
    code_challenge_methods_supported: ['plain'],
  })),
  'discovery/alg-none-advertised': document('Advertises ID tokens without a signature.', (fields) => ({
    ...fields,
    id_token_signing_alg_values_supported: ['none'],
  })),
  'discovery/hs256-advertised': document('Advertises ID tokens signed with HS256.', (fields) => ({
    ...fields,
    id_token_signing_alg_values_supported: ['HS256'],
  })),
  'jwks/no-keys': keySet('No keys.', () => ({ keys: [] })),
  'jwks/keys-missing': keySet('An object without keys.', () => ({})),
  'jwks/keys-odd': keySet('Entries that are no keys.', () => ({ keys: [null, 1, 'key', {}, { kty: 'RSA' }] })),
  'jwks/other-keys': keySet('The keys of somebody else.', ({ keys }) => ({ keys: [keys.attacker.jwk] })),
  'jwks/encryption-key': keySet('The right key, marked for encryption.', ({ keys }) => ({
    keys: [{ ...keys.signing.jwk, use: 'enc' }],
  })),
  'jwks/several': keySet('The right key among others. Allowed.', ({ keys }) => ({
    keys: [keys.spare.jwk, { kty: 'unknown', kid: 'odd' }, keys.signing.jwk],
  })),
} as const satisfies Record<string, Variant>;
