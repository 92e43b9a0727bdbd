import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type JwsScheme, jwsSchemes, shortestModulus } from './jws-schemes.ts';
import type { PeekedJws } from './jws.ts';

/** A public key as a provider publishes it (RFC 7517 §4). */
export interface PublishedKey {
  readonly kty: JwsScheme['kty'];
  readonly kid?: string | undefined;
  readonly [parameter: string]: unknown;
}

const schemes: ReadonlyMap<string, JwsScheme> = new Map(Object.entries(jwsSchemes));

interface ImportedKey {
  readonly publicKey: KeyObject;
  readonly isLongEnough: boolean;
}

/** Keys that were read once; an entry goes with the key set that it came in. */
const imported = new WeakMap<PublishedKey, ImportedKey>();

/**
 * Checks the signature of a JWS in compact form (RFC 7515 §5.2), here and now: Web Crypto would hand it to another thread,
 * which costs more than the check itself.
 *
 * @param header of that JWS; it only chooses among `keys`
 * @returns `no key` when none of `keys` fits, or more than one
 * @throws what `node:crypto` throws for a key that is broken
 */
export function checkSignature(
  jws: string,
  { alg, kid }: PeekedJws['header'],
  keys: readonly PublishedKey[],
): 'valid' | 'wrong' | 'no key' {
  const scheme = schemes.get(alg);
  if (scheme === undefined) return 'wrong';
  const [published, ...others] = keys.filter((candidate) => fits(candidate, alg, kid, scheme));
  if (published === undefined || others.length > 0) return 'no key';
  const { publicKey, isLongEnough } = importKey(published);
  const end = jws.lastIndexOf('.');
  const signature = jws.slice(end + 1);
  if (!isLongEnough || !/^[\w-]+$/.test(signature)) return 'wrong';
  // Node takes a bare key much faster than one among options.
  const key = scheme.options === undefined ? publicKey : { key: publicKey, ...scheme.options };
  const isValid = verify(scheme.hash, Buffer.from(jws.slice(0, end)), key, Buffer.from(signature, 'base64url'));
  return isValid ? 'valid' : 'wrong';
}

/** RFC 7517 §4: what a key says of itself must allow this algorithm, and verification. */
function fits(key: PublishedKey, alg: string, kid: string | undefined, { kty, crv }: JwsScheme): boolean {
  const { alg: ownAlgorithm = alg, use = 'sig', key_ops: operations = ['verify'] } = key;
  return (
    key.kty === kty &&
    (kid === undefined || key.kid === kid) &&
    ownAlgorithm === alg &&
    use === 'sig' &&
    Array.isArray(operations) &&
    operations.includes('verify') &&
    (crv === undefined || key.crv === crv)
  );
}

function importKey(jwk: PublishedKey): ImportedKey {
  const known = imported.get(jwk);
  if (known !== undefined) return known;
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
  const { modulusLength = shortestModulus } = publicKey.asymmetricKeyDetails ?? {};
  const key = { publicKey, isLongEnough: modulusLength >= shortestModulus };
  imported.set(jwk, key);
  return key;
}
