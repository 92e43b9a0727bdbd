import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { client, person } from './world.ts';

/** Signs ID tokens with RS256, the algorithm of Google and of most others. */
export class IdTokens {
  readonly #keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly #spare = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly #header = encode({ alg: 'RS256', kid: 'key-1', typ: 'JWT' });

  /** The key set, of two keys as during a rotation. */
  readonly keySet: object = { keys: [toJwk(this.#spare.publicKey, 'key-0'), toJwk(this.#keys.publicKey, 'key-1')] };

  /** An ID token that holds everything that `openid profile email` asks for. */
  issue(issuer: string, parameters: URLSearchParams, accessToken: string): string {
    const now = Math.floor(Date.now() / 1000);
    const nonce = parameters.get('nonce');
    const payload = {
      iss: issuer,
      aud: parameters.get('client_id') ?? client.id,
      azp: parameters.get('client_id') ?? client.id,
      sub: person.id,
      email: person.email,
      email_verified: true,
      at_hash: createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url'),
      ...(nonce === null ? {} : { nonce }),
      name: person.name,
      picture: person.picture,
      given_name: 'Ada',
      family_name: 'Lovelace',
      iat: now,
      exp: now + 3600,
    };
    const signed = `${this.#header}.${encode(payload)}`;
    return `${signed}.${sign('sha256', Buffer.from(signed), this.#keys.privateKey).toString('base64url')}`;
  }
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const toJwk = (key: KeyObject, kid: string): object => ({
  ...key.export({ format: 'jwk' }),
  kid,
  use: 'sig',
  alg: 'RS256',
});
