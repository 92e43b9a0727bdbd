import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { verifyToken } from '../jwt.ts';
import type { ClientAuthentication, ReceivedRequest } from './variant.ts';

/** The one client that the scripted provider knows. */
export interface KnownClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Public key (JWK), for `private_key_jwt`. */
  readonly clientKey?: object;
  /** Whether the client may come without any proof. */
  readonly publicClient: boolean;
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * How the client has proved who it is (RFC 6749 §2.3, OpenID Connect Core §9).
 *
 * @returns `undefined` when it has not, or in more than one way
 */
export function authenticateClient(
  { headers, form }: ReceivedRequest,
  client: KnownClient,
  audiences: readonly string[],
): ClientAuthentication | undefined {
  const ways = [headers.authorization !== undefined, form.has('client_secret'), form.has('client_assertion')];
  if (ways.filter(Boolean).length > 1) return undefined;
  if (headers.authorization !== undefined) return byBasic(headers.authorization, client);
  if (form.has('client_assertion')) return byAssertion(form, client, audiences);
  if (form.get('client_id') !== client.clientId) return undefined;
  if (!form.has('client_secret')) return client.publicClient ? 'none' : undefined;
  return form.get('client_secret') === client.clientSecret ? 'client_secret_post' : undefined;
}

function byBasic(authorization: string, client: KnownClient): ClientAuthentication | undefined {
  const [, encoded = ''] = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(authorization) ?? [];
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':', 2).map(decodeFormValue);
  return id === client.clientId && secret === client.clientSecret ? 'client_secret_basic' : undefined;
}

/** RFC 6749 §2.3.1: both halves of Basic credentials are form-encoded. */
const decodeFormValue = (value: string): string => new URLSearchParams(`value=${value}`).get('value') ?? '';

function byAssertion(
  form: URLSearchParams,
  { clientId, clientSecret, clientKey }: KnownClient,
  audiences: readonly string[],
): ClientAuthentication | undefined {
  if (form.get('client_assertion_type') !== assertionType) return undefined;
  const assertion = form.get('client_assertion') ?? '';
  const proves = (key: KeyObject): boolean => {
    const { iss, sub, aud, exp, jti } = verifyToken(assertion, key) ?? {};
    const audience = [aud].flat();
    return (
      iss === clientId &&
      sub === clientId &&
      typeof jti === 'string' &&
      typeof exp === 'number' &&
      exp > Date.now() / 1000 &&
      audience.some((name) => typeof name === 'string' && audiences.includes(name))
    );
  };
  if (proves(createSecretKey(Buffer.from(clientSecret)))) return 'client_secret_jwt';
  if (clientKey && proves(createPublicKey({ key: { ...clientKey }, format: 'jwk' }))) return 'private_key_jwt';
  return undefined;
}
