import { createPrivateKey, webcrypto } from 'node:crypto';
import { ConnectorError } from '@jackfield/connector-kit';
import * as oauth from 'oauth4webapi';
import type { ClientAuthentication, OAuthClient, PrivateKeyAlgorithm } from './settings.ts';

/** The one method chosen in the settings, as a function that `oauth4webapi` applies to a request. */
export async function clientAuth({ settings, runtime }: OAuthClient): Promise<oauth.ClientAuth> {
  const { clientAuthentication: chosen } = settings;
  switch (chosen.method) {
    case 'client_secret_basic':
      return basic(chosen.clientSecret);
    case 'client_secret_post':
      return oauth.ClientSecretPost(chosen.clientSecret);
    case 'client_secret_jwt':
      return oauth.ClientSecretJwt(chosen.clientSecret);
    case 'private_key_jwt': {
      const lease = runtime.caches.lease('private-key', [chosen.algorithm, chosen.privateKey], () => ({
        key: importPrivateKey(chosen),
      }));
      try {
        const key = await lease.value.key;
        return oauth.PrivateKeyJwt(chosen.keyId === undefined ? { key } : { key, kid: chosen.keyId });
      } finally {
        lease.release();
      }
    }
    case 'none':
      return oauth.None();
  }
}

/**
 * HTTP Basic after RFC 6749 §2.3.1: both parts form-encoded (appendix B). `oauth4webapi` also encodes `-`, `_` and `.`,
 * which form decoding undoes but providers that decode nothing refuse; here they stay as they are.
 */
function basic(clientSecret: string): oauth.ClientAuth {
  return (_server, client, _body, headers) => {
    const credentials = `${formEncode(client.client_id)}:${formEncode(clientSecret)}`;
    headers.set('authorization', `Basic ${Buffer.from(credentials).toString('base64')}`);
  };
}

function formEncode(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}

const importAlgorithms = {
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  ES384: { name: 'ECDSA', namedCurve: 'P-384' },
  ES512: { name: 'ECDSA', namedCurve: 'P-521' },
  EdDSA: { name: 'Ed25519' },
} as const satisfies Record<PrivateKeyAlgorithm, object>;

async function importPrivateKey({
  privateKey,
  algorithm,
}: Extract<ClientAuthentication, { method: 'private_key_jwt' }>): Promise<webcrypto.CryptoKey> {
  try {
    const der = createPrivateKey(privateKey).export({ format: 'der', type: 'pkcs8' });
    return await webcrypto.subtle.importKey('pkcs8', der, importAlgorithms[algorithm], false, ['sign']);
  } catch {
    throw new ConnectorError('invalid_config', {
      hint: `The private key cannot be read as a key for ${algorithm}. Give it in PEM ("-----BEGIN PRIVATE KEY-----"), not encrypted, of the kind that the algorithm needs.`,
    });
  }
}
