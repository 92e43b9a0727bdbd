import { createHash } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import { type SigningAlgorithm, signToken, type UnsignedToken } from '../jwt.ts';
import { claimsOf } from '../people.ts';
import type { SignIn } from './variant.ts';
import { patch, type World } from './world.ts';

/** Makes the ID token of a sign-in (OpenID Connect Core §2), as the variants in use want it. */
export function issueIdToken(world: World, signIn: SignIn, accessToken?: string, extra: JsonObject = {}): string {
  const { issuer, clientId, keys, now } = world.context;
  const person = patch(world, claimsOf(world.person, signIn.scope), (variant, claims) =>
    variant.person?.(claims, 'id_token'),
  );
  const honest: UnsignedToken = {
    header: { alg: world.algorithm, kid: keys.signing.kid, typ: 'JWT' },
    claims: {
      iss: issuer,
      aud: clientId,
      iat: now,
      exp: now + 600,
      ...(signIn.nonce === undefined ? {} : { nonce: signIn.nonce }),
      ...(accessToken === undefined ? {} : { at_hash: leftHalfOfHash(accessToken, world.algorithm) }),
      ...person,
      ...extra,
    },
    key: keys.signing.privateKey,
  };
  return signToken(patch(world, honest, ({ idToken }, token) => idToken?.(token, world.context, signIn)));
}

/** OpenID Connect Core §3.1.3.6. */
function leftHalfOfHash(accessToken: string, algorithm: SigningAlgorithm): string {
  const digest = createHash(algorithm === 'EdDSA' ? 'sha512' : 'sha256')
    .update(accessToken)
    .digest();
  return digest.subarray(0, digest.length / 2).toString('base64url');
}
