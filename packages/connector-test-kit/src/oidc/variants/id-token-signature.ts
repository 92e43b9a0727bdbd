import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { type JsonObject, without } from '../json.ts';
import type { ProviderContext, Variant } from '../scripted/variant.ts';
import { type Change, signed, token } from './id-token-changes.ts';

const header = (description: string, change: Change<JsonObject>): Variant =>
  token(description, (unsigned, context, signIn) => ({
    ...unsigned,
    header: change(unsigned.header, context, signIn),
  }));

/** Signed by the attacker, whose key the header recommends. */
const recommendedKey = (description: string, parameter: (context: ProviderContext) => JsonObject): Variant =>
  token(description, (unsigned, context) => ({
    ...unsigned,
    header: { ...unsigned.header, kid: context.keys.attacker.kid, ...parameter(context) },
    key: context.keys.attacker.privateKey,
  }));

/** Signed with HMAC, over a secret that an attacker knows. */
const hmac = (description: string, secret: (context: ProviderContext) => KeyObject): Variant =>
  token(description, (unsigned, context) => ({
    ...unsigned,
    header: { ...unsigned.header, alg: 'HS256' },
    key: secret(context),
  }));

const weakSecret = Buffer.from('a key that is published');

/** What is wrong with its signature or header. */
export const idTokenSignatureVariants = {
  'id-token/alg-none': header('alg none, no signature.', (fields) => ({ ...fields, alg: 'none' })),
  'id-token/alg-none-odd-case': header('alg nOnE, no signature.', (fields) => ({ ...fields, alg: 'nOnE' })),
  'id-token/alg-missing': header('No alg, no signature.', (fields) => without(fields, 'alg')),
  'id-token/hs256-public-key': hmac('HS256 with the public key (PEM) as the secret.', ({ keys }) =>
    createSecretKey(Buffer.from(keys.signing.publicKey.export({ type: 'spki', format: 'pem' }))),
  ),
  'id-token/hs256-client-secret': hmac('HS256 with the client secret.', ({ clientSecret }) =>
    createSecretKey(Buffer.from(clientSecret)),
  ),
  'id-token/hs256-published-key': {
    ...hmac('HS256 with a symmetric key that the key set publishes.', () => createSecretKey(weakSecret)),
    jwks: (document, { keys }) => ({
      ...document,
      keys: [keys.signing.jwk, { kty: 'oct', kid: keys.signing.kid, k: weakSecret.toString('base64url') }],
    }),
  },
  'id-token/alg-not-allowed': header('RS512 where RS256 is advertised (RSA keys only).', (fields) => ({
    ...fields,
    alg: 'RS512',
  })),
  'id-token/crit-unknown': header('A critical header that nobody knows.', (fields) => ({
    ...fields,
    crit: ['urn:example:unknown'],
    'urn:example:unknown': true,
  })),
  'id-token/crit-empty': header('An empty list of critical headers.', (fields) => ({ ...fields, crit: [] })),
  'id-token/jku': recommendedKey("Signed by an attacker; jku leads to the attacker's keys.", ({ trapOrigin }) => ({
    jku: `${trapOrigin}/jwks`,
  })),
  'id-token/x5u': recommendedKey("Signed by an attacker; x5u leads to the attacker's server.", ({ trapOrigin }) => ({
    x5u: `${trapOrigin}/certificate.pem`,
  })),
  'id-token/jwk-embedded': recommendedKey(
    "Signed by an attacker; the attacker's key is in the header.",
    ({ keys }) => ({
      jwk: keys.attacker.jwk,
    }),
  ),
  'id-token/bad-signature': token('Signed by an attacker, under the kid of the provider.', (unsigned, { keys }) => ({
    ...unsigned,
    key: keys.attacker.privateKey,
  })),
  'id-token/unknown-kid': token('Signed by an attacker, under a new unknown kid each time.', (unsigned, { keys }) => ({
    ...unsigned,
    header: { ...unsigned.header, kid: randomBytes(8).toString('hex') },
    key: keys.attacker.privateKey,
  })),
  'id-token/kid-missing': header('No kid; one key in the set. Allowed.', (fields) => without(fields, 'kid')),
  'id-token/kid-missing-several-keys': {
    ...header('No kid, though several keys of the set fit.', (fields) => without(fields, 'kid')),
    jwks: (document, { keys }) => ({ ...document, keys: [keys.spare.jwk, keys.signing.jwk] }),
  },
  'id-token/kid-path': header('A kid that is a path.', (fields) => ({ ...fields, kid: '../../../../dev/null' })),
  'id-token/signature-missing': signed('The signature cut off.', (idToken) => idToken.replace(/[^.]*$/, '')),
  'id-token/claims-altered': signed('The subject changed after signing.', alterSubject),
} as const satisfies Record<string, Variant>;

function alterSubject(idToken: string): string {
  const [head, body = '', signature] = idToken.split('.');
  const text = Buffer.from(body, 'base64url').toString();
  const altered = text.replace(/"sub":"[^"]*"/, '"sub":"somebody-else"');
  return [head, Buffer.from(altered).toString('base64url'), signature].join('.');
}
