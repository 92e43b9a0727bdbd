import {
  constants,
  createHmac,
  generateKeyPair,
  type KeyObject,
  randomBytes,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import { promisify } from 'node:util';
import { type JsonObject, parseObject, toJson } from './json.ts';

/** What the scripted provider can sign its own keys with. */
export type SigningAlgorithm = 'RS256' | 'PS256' | 'ES256' | 'EdDSA';

/** A key pair with its published half. */
export interface SigningKey {
  kid: string;
  algorithm: SigningAlgorithm;
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** The public key as it stands in a key set. */
  jwk: JsonObject;
}

const newKeys = promisify(generateKeyPair);

export async function createSigningKey(algorithm: SigningAlgorithm): Promise<SigningKey> {
  const { privateKey, publicKey } = await {
    RS256: () => newKeys('rsa', { modulusLength: 2048 }),
    PS256: () => newKeys('rsa', { modulusLength: 2048 }),
    ES256: () => newKeys('ec', { namedCurve: 'P-256' }),
    EdDSA: () => newKeys('ed25519'),
  }[algorithm]();
  const kid = randomBytes(8).toString('hex');
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: algorithm, use: 'sig' };
  return { kid, algorithm, privateKey, publicKey, jwk };
}

/** A token about to be signed. `header.alg` says how; nothing checks that the key suits it. */
export interface UnsignedToken {
  header: JsonObject;
  claims: JsonObject;
  key: KeyObject;
}

/** JWS compact serialisation (RFC 7515 §7.1), by RS*, PS*, ES256, EdDSA, HS* or `none`. */
export function signToken({ header, claims, key }: UnsignedToken): string {
  const input = `${base64url(toJson(header))}.${base64url(toJson(claims))}`;
  return `${input}.${signature(String(header.alg), input, key).toString('base64url')}`;
}

function signature(algorithm: string, input: string, key: KeyObject): Buffer {
  const data = Buffer.from(input);
  const hash = `sha${algorithm.slice(2)}`;
  switch (algorithm.slice(0, 2)) {
    case 'RS':
      return sign(hash, data, key);
    case 'PS':
      return sign(hash, data, { key, ...pss });
    case 'ES':
      return sign(hash, data, { key, ...rawSignature });
    case 'HS':
      return createHmac(hash, key).update(data).digest();
    case 'Ed':
      return sign(null, data, key);
    default:
      return Buffer.alloc(0);
  }
}

/** The claims of a token that `key` has signed with `header.alg`; `undefined` for any other text. */
export function verifyToken(token: string, key: KeyObject): JsonObject | undefined {
  try {
    const [head = '', body = '', signed = ''] = token.split('.');
    const algorithm = String(parseObject(decode(head)).alg);
    const fits = checkSignature(algorithm, `${head}.${body}`, key, Buffer.from(signed, 'base64url'));
    return fits ? parseObject(decode(body)) : undefined;
  } catch {
    return undefined;
  }
}

function checkSignature(algorithm: string, input: string, key: KeyObject, signed: Buffer): boolean {
  const data = Buffer.from(input);
  const hash = `sha${algorithm.slice(2)}`;
  switch (algorithm.slice(0, 2)) {
    case 'RS':
      return verify(hash, data, key, signed);
    case 'PS':
      return verify(hash, data, { key, ...pss }, signed);
    case 'ES':
      return verify(hash, data, { key, ...rawSignature }, signed);
    case 'Ed':
      return verify(null, data, key, signed);
    case 'HS': {
      const expected = createHmac(hash, key).update(data).digest();
      return expected.length === signed.length && timingSafeEqual(expected, signed);
    }
    default:
      return false;
  }
}

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
/** RFC 7518 §3.4: R and S, not DER. */
const rawSignature = { dsaEncoding: 'ieee-p1363' } as const;
const base64url = (text: string): string => Buffer.from(text).toString('base64url');
const decode = (text: string): string => Buffer.from(text, 'base64url').toString();
