import { constants, type VerifyKeyObjectInput } from 'node:crypto';

/** What an algorithm asks of its key, and how `node:crypto` signs and verifies by it. */
export interface JwsScheme {
  readonly kty: 'RSA' | 'EC' | 'OKP';
  readonly crv?: string;
  /** `null` where the hash belongs to the algorithm. */
  readonly hash: string | null;
  readonly options?: Pick<VerifyKeyObjectInput, 'padding' | 'saltLength' | 'dsaEncoding'>;
}

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
const ecdsa = { dsaEncoding: 'ieee-p1363' } as const;
const ed25519: JwsScheme = { kty: 'OKP', crv: 'Ed25519', hash: null };

/** Every asymmetric JWS algorithm that the engine knows (RFC 7518 §3, RFC 8037 §3.1, RFC 9864 §2.2). */
export const jwsSchemes = {
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
} as const satisfies Readonly<Record<string, JwsScheme>>;

/** Bits of an RSA key (RFC 7518 §3.3). */
export const shortestModulus = 2048;
