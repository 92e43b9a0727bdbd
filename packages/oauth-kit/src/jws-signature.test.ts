import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkSignature, type PublishedKey } from './jws-signature.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed25519 = generateKeyPairSync('ed25519');
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
const [p256, p384, p521] = [ec('P-256'), ec('P-384'), ec('P-521')];

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
const p1363 = { dsaEncoding: 'ieee-p1363' } as const;

/** How a provider signs with each algorithm. */
const signers: Record<string, [keys: { publicKey: KeyObject; privateKey: KeyObject }, hash: string | null, object]> = {
  RS256: [rsa, 'sha256', {}],
  RS384: [rsa, 'sha384', {}],
  RS512: [rsa, 'sha512', {}],
  PS256: [rsa, 'sha256', pss],
  PS384: [rsa, 'sha384', pss],
  PS512: [rsa, 'sha512', pss],
  ES256: [p256, 'sha256', p1363],
  ES384: [p384, 'sha384', p1363],
  ES512: [p521, 'sha512', p1363],
  EdDSA: [ed25519, null, {}],
  Ed25519: [ed25519, null, {}],
};

const content = `${Buffer.from('{}').toString('base64url')}.${Buffer.from('{"sub":"1"}').toString('base64url')}`;

function jwsBy(key: KeyObject, hash: string | null, options: object): string {
  return `${content}.${sign(hash, Buffer.from(content), { key, ...options }).toString('base64url')}`;
}

const publish = (key: KeyObject, parameters: object = {}): PublishedKey =>
  ({ ...key.export({ format: 'jwk' }), ...parameters }) as PublishedKey;

describe.each(Object.entries(signers))('%s', (alg, [{ publicKey, privateKey }, hash, options]) => {
  const jws = jwsBy(privateKey, hash, options);
  const header = { alg, kid: 'one' };

  it('accepts the signature of the key with that id', () => {
    const keys = [publish(publicKey, { kid: 'other' }), publish(publicKey, { kid: 'one', alg, use: 'sig' })];
    expect(checkSignature(jws, header, keys)).toBe('valid');
    expect(checkSignature(jws, { alg }, keys.slice(1))).toBe('valid');
  });

  it('attack: an altered token, or one that another key has signed', () => {
    const altered = jws.replace(content, content.replace(/^./, 'f'));
    expect(checkSignature(altered, header, [publish(publicKey, { kid: 'one' })])).toBe('wrong');
    const [algorithm, curve] = [publicKey.asymmetricKeyType, publicKey.asymmetricKeyDetails?.namedCurve];
    const other =
      algorithm === 'rsa'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : algorithm === 'ec'
          ? ec(curve ?? '')
          : generateKeyPairSync('ed25519');
    expect(checkSignature(jws, header, [publish(other.publicKey, { kid: 'one' })])).toBe('wrong');
  });

  it('attack: a signature cut short, emptied, or with characters that are no base64url', () => {
    const keys = [publish(publicKey, { kid: 'one' })];
    for (const bad of [jws.slice(0, -8), `${content}.`, `${jws}=`, `${jws}+`, `${jws} `]) {
      expect(checkSignature(bad, header, keys)).toBe('wrong');
    }
  });
});

describe('the choice of the key', () => {
  const jws = jwsBy(rsa.privateKey, 'sha256', {});
  const header = { alg: 'RS256', kid: 'one' };

  it.each([
    ['another id', publish(rsa.publicKey, { kid: 'two' })],
    ['another algorithm', publish(rsa.publicKey, { kid: 'one', alg: 'PS256' })],
    ['for encryption', publish(rsa.publicKey, { kid: 'one', use: 'enc' })],
    ['not for verification', publish(rsa.publicKey, { kid: 'one', key_ops: ['encrypt'] })],
    ['with odd operations', publish(rsa.publicKey, { kid: 'one', key_ops: 'verify' })],
    ['of another kind', publish(p256.publicKey, { kid: 'one' })],
  ])('attack: a key %s is not used', (_name, key) => {
    expect(checkSignature(jws, header, [key])).toBe('no key');
  });

  it('attack: a key on another curve is not used', () => {
    const es256 = jwsBy(p384.privateKey, 'sha256', p1363);
    expect(checkSignature(es256, { alg: 'ES256' }, [publish(p384.publicKey)])).toBe('no key');
  });

  it('uses none where several fit', () => {
    const keys = [publish(rsa.publicKey), publish(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey)];
    expect(checkSignature(jws, { alg: 'RS256' }, keys)).toBe('no key');
  });
});

describe('what is never accepted', () => {
  it.each(['none', 'HS256', 'RS1', 'ES256K', 'constructor', '__proto__', ''])('attack: alg %j', (alg) => {
    const jws = jwsBy(rsa.privateKey, 'sha256', {});
    expect(checkSignature(jws, { alg }, [publish(rsa.publicKey)])).toBe('wrong');
  });

  it('attack: an RSA key of less than 2048 bits', () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const jws = jwsBy(weak.privateKey, 'sha256', {});
    expect(checkSignature(jws, { alg: 'RS256' }, [publish(weak.publicKey)])).toBe('wrong');
  });

  it('attack: an ECDSA signature in DER', () => {
    const jws = jwsBy(p256.privateKey, 'sha256', { dsaEncoding: 'der' });
    expect(checkSignature(jws, { alg: 'ES256' }, [publish(p256.publicKey)])).toBe('wrong');
  });

  it('attack: PSS in the place of PKCS #1 v1.5, and the other way round', () => {
    const [pkcs, withPss] = [jwsBy(rsa.privateKey, 'sha256', {}), jwsBy(rsa.privateKey, 'sha256', pss)];
    expect(checkSignature(withPss, { alg: 'RS256' }, [publish(rsa.publicKey)])).toBe('wrong');
    expect(checkSignature(pkcs, { alg: 'PS256' }, [publish(rsa.publicKey)])).toBe('wrong');
  });

  it('a key that cannot be read', () => {
    const broken = { kty: 'RSA', n: 'AQ' } as PublishedKey;
    expect(() => checkSignature(jwsBy(rsa.privateKey, 'sha256', {}), { alg: 'RS256' }, [broken])).toThrow();
  });
});
