import { constants, createPublicKey, type KeyObject, verify, type VerifyKeyObjectInput } from 'node:crypto';
import type { PeekedJws } from './jws.ts';

/** A public key as a provider publishes it (RFC 7517 §4). */
export interface PublishedKey {
  readonly kty: 'RSA' | 'EC' | 'OKP';
  readonly kid?: string | undefined;
  readonly [parameter: string]: unknown;
}

/** What an algorithm asks of its key, and how `node:crypto` verifies it. */
interface Scheme {
  readonly kty: PublishedKey['kty'];
  readonly crv?: string;
  /** `null` where the hash belongs to the algorithm. */
  readonly hash: string | null;
  readonly options?: Pick<VerifyKeyObjectInput, 'padding' | 'saltLength' | 'dsaEncoding'>;
}

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
const ecdsa = { dsaEncoding: 'ieee-p1363' } as const;
const ed25519: Scheme = { kty: 'OKP', crv: 'Ed25519', hash: null };

/** RFC 7518 §3, RFC 8037 §3.1, RFC 9864 §2.2. */
const schemes: Readonly<Record<string, Scheme>> = {
  RS256: { kty: 'RSA', hash: 'sha256' },
  RS384: { kty: 'RSA', hash: 'sha384' },
  RS512: { kty: 'RSA', hash: 'sha512' },
  PS256: { kty: 'RSA', hash: 'sha256', options: pss },
  PS384: { kty: 'RSA', hash: 'sha384', options: pss },
  PS512: { kty: 'RSA', hash: 'sha512', options: pss },
  ES256: { kty: 'EC', crv: 'P-256', hash: 'sha256', options: ecdsa },
  ES384: { kty: 'EC', crv: 'P-384', hash: 'sha384', options: ecdsa },
  ES512: { kty: 'EC', crv: 'P-521', hash: 'sha512', options: ecdsa },
  EdDSA: ed25519,
  Ed25519: ed25519,
};

/** Bits of an RSA key (RFC 7518 §3.3). */
const shortestModulus = 2048;

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
  const scheme = Object.hasOwn(schemes, alg) ? schemes[alg] : undefined;
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
function fits(key: PublishedKey, alg: string, kid: string | undefined, { kty, crv }: Scheme): boolean {
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
