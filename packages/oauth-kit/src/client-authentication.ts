import { createHmac, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { ConnectorError } from '@jackfield/connector-kit';
import { type JwsScheme, jwsSchemes, shortestModulus } from './jws-schemes.ts';
import type { Server } from './server.ts';
import type { ClientAuthentication, OAuthClient, OAuthSettings } from './settings.ts';

/** What a request to the token or revocation endpoint carries to prove the client (RFC 6749 §2.3). */
export interface ClientProof {
  readonly headers?: Readonly<Record<string, string>>;
  readonly parameters?: Readonly<Record<string, string>>;
}

type PrivateKeyJwt = Extract<ClientAuthentication, { method: 'private_key_jwt' }>;

/** The proof by the one method chosen in the settings. Assertions are made anew for each request. */
export function proveClient(client: OAuthClient, server: Server): ClientProof | Promise<ClientProof> {
  const { settings } = client;
  const { clientId, clientAuthentication: chosen } = settings;
  switch (chosen.method) {
    case 'client_secret_basic':
      return basic(settings, chosen.clientSecret);
    case 'client_secret_post':
      return { parameters: { client_id: clientId, client_secret: chosen.clientSecret } };
    case 'client_secret_jwt': {
      const unsigned = unsignedAssertion(client, server, { alg: 'HS256' });
      return withAssertion(clientId, unsigned, createHmac('sha256', chosen.clientSecret).update(unsigned).digest());
    }
    case 'private_key_jwt':
      return signedAssertion(client, server, chosen);
    case 'none':
      return { parameters: { client_id: clientId } };
  }
}

/** Made once for each client's settings. */
const basicProofs = new WeakMap<OAuthSettings, ClientProof>();

/** HTTP Basic after RFC 6749 §2.3.1: both parts form-encoded (appendix B). */
function basic(settings: OAuthSettings, clientSecret: string): ClientProof {
  const known = basicProofs.get(settings);
  if (known !== undefined) return known;
  const credentials = `${formEncode(settings.clientId)}:${formEncode(clientSecret)}`;
  const proof = { headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` } };
  basicProofs.set(settings, proof);
  return proof;
}

/** `-`, `_` and `.` stay as they are: form encoding allows that, and providers that decode nothing need it. */
function formEncode(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}

/** Signs on another thread: with RSA it takes a millisecond. */
const signAside = promisify(sign);

async function signedAssertion(client: OAuthClient, server: Server, chosen: PrivateKeyJwt): Promise<ClientProof> {
  const { algorithm: alg, privateKey, keyId: kid } = chosen;
  const lease = client.runtime.caches.lease('private-key', [alg, privateKey], () => ({ key: readPrivateKey(chosen) }));
  try {
    const { hash, options }: JwsScheme = jwsSchemes[alg];
    const unsigned = unsignedAssertion(client, server, { alg, kid });
    const signature = await signAside(hash, Buffer.from(unsigned), { key: lease.value.key, ...options });
    return withAssertion(client.settings.clientId, unsigned, signature);
  } finally {
    lease.release();
  }
}

/** RFC 7523 §3. The issuer is the only audience, so that no other server can use the assertion. */
function unsignedAssertion({ settings, runtime }: OAuthClient, server: Server, header: object): string {
  const { clientId } = settings;
  const now = Math.floor(runtime.clock.now() / 1000);
  const jti = Buffer.from(runtime.random.bytes(32)).toString('base64url');
  const claims = { jti, iss: clientId, sub: clientId, aud: server.issuer, iat: now, nbf: now, exp: now + 60 };
  return `${encode(header)}.${encode(claims)}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function withAssertion(clientId: string, unsigned: string, signature: Buffer): ClientProof {
  return {
    parameters: {
      client_id: clientId,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: `${unsigned}.${signature.toString('base64url')}`,
    },
  };
}

function readPrivateKey({ privateKey, algorithm }: PrivateKeyJwt): KeyObject {
  try {
    const key = createPrivateKey(privateKey);
    if (isFor(key, jwsSchemes[algorithm])) return key;
  } catch {
    // It is refused as one of another kind is.
  }
  throw new ConnectorError('invalid_config', {
    hint: `The private key cannot be read as a key for ${algorithm}. Give it in PEM ("-----BEGIN PRIVATE KEY-----"), not encrypted, of the kind that the algorithm needs.`,
  });
}

function isFor(key: KeyObject, { kty, crv }: JwsScheme): boolean {
  const published = createPublicKey(key).export({ format: 'jwk' });
  const { modulusLength = shortestModulus } = key.asymmetricKeyDetails ?? {};
  return published.kty === kty && published.crv === crv && modulusLength >= shortestModulus;
}
