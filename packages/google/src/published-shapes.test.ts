import { createPublicKey, type JsonWebKey } from 'node:crypto';
import type { GoogleProvider } from '@jackfield/connector-test-kit/google';
import { createEgress } from '@jackfield/egress';
import { type Credentials, OAuth2Client, type TokenPayload } from 'google-auth-library';
import { describe, expect, it } from 'vitest';
import { connect, signIn, startGoogle } from './testing/harness.ts';

/** The members of an ID token that Google's own library describes, with the types that it gives them. */
const tokenMembers = {
  iss: 'string',
  at_hash: 'string',
  email_verified: 'boolean',
  sub: 'string',
  azp: 'string',
  email: 'string',
  profile: 'string',
  picture: 'string',
  name: 'string',
  given_name: 'string',
  family_name: 'string',
  aud: 'string',
  iat: 'number',
  exp: 'number',
  nonce: 'string',
  hd: 'string',
  locale: 'string',
} as const satisfies Record<keyof TokenPayload, string>;

/** Those of a token answer; the library itself turns `expires_in` into `expiry_date`. */
const answerMembers = {
  access_token: 'string',
  expires_in: 'number',
  id_token: 'string',
  refresh_token: 'string',
  scope: 'string',
  token_type: 'string',
} as const satisfies Record<Exclude<keyof Credentials, 'expiry_date'> | 'expires_in', string>;

/** https://developers.google.com/identity/openid-connect/reference#discovery-document */
const discoveryMembers = [
  'authorization_endpoint',
  'authorization_response_iss_parameter_supported',
  'claims_supported',
  'code_challenge_methods_supported',
  'device_authorization_endpoint',
  'grant_types_supported',
  'id_token_signing_alg_values_supported',
  'issuer',
  'jwks_uri',
  'response_modes_supported',
  'response_types_supported',
  'revocation_endpoint',
  'scopes_supported',
  'subject_types_supported',
  'token_endpoint',
  'token_endpoint_auth_methods_supported',
  'userinfo_endpoint',
];

const library = new OAuth2Client();
const issuers = ['accounts.google.com', 'https://accounts.google.com'];

async function fetchFrom({ egress: options }: GoogleProvider, url: string): Promise<Record<string, unknown>> {
  const egress = createEgress(options);
  try {
    return JSON.parse(new TextDecoder().decode((await egress.request({ url })).body)) as Record<string, unknown>;
  } finally {
    await egress.close();
  }
}

async function certificatesOf(google: GoogleProvider): Promise<Record<string, string>> {
  const { keys } = await fetchFrom(google, String(library.endpoints.oauth2FederatedSignonJwkCertsUrl));
  const pem = (key: JsonWebKey) => createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  return Object.fromEntries((keys as JsonWebKey[]).map((key) => [key.kid, pem(key).toString()]));
}

const typesOf = (value: object): [string, string][] =>
  Object.entries(value).map(([name, member]) => [name, typeof member]);

describe('the fake Google, by what Google publishes', () => {
  it('gives ID tokens that the library of Google accepts, and describes', async () => {
    const google = await startGoogle();
    const { tokenResponse } = await signIn(google, await connect(google));
    const certificates = await certificatesOf(google);
    for (const token of [tokenResponse.id_token ?? '', google.issueIdToken({ nonce: 'n' })]) {
      const ticket = await library.verifySignedJwtWithCertsAsync(token, certificates, google.clientId, issuers);
      const payload = ticket.getPayload() ?? {};
      expect(ticket.getUserId()).toBe('110248495921238986420');
      expect(Object.entries(tokenMembers)).toEqual(expect.arrayContaining(typesOf(payload)));
      expect(Object.keys(payload)).toEqual(expect.arrayContaining(['iss', 'sub', 'aud', 'azp', 'iat', 'exp', 'hd']));
    }
    await expect(
      library.verifySignedJwtWithCertsAsync(google.issueIdToken(), certificates, 'another-client', issuers),
    ).rejects.toThrow('audience');
  });

  it('answers at the token endpoint as the library describes it', async () => {
    const google = await startGoogle();
    const { tokenResponse } = await signIn(google, await connect(google, { offlineAccess: true }));
    expect(Object.fromEntries(typesOf(tokenResponse))).toEqual(answerMembers);
  });

  it('publishes the documented members, and the addresses that the library calls', async () => {
    const google = await startGoogle();
    const document = await fetchFrom(google, 'https://accounts.google.com/.well-known/openid-configuration');
    const { oauth2AuthBaseUrl, oauth2TokenUrl, oauth2RevokeUrl, oauth2FederatedSignonJwkCertsUrl } = library.endpoints;
    expect(Object.keys(document).toSorted()).toEqual(discoveryMembers);
    expect([
      document.authorization_endpoint,
      document.token_endpoint,
      document.revocation_endpoint,
      document.jwks_uri,
    ]).toEqual([oauth2AuthBaseUrl, oauth2TokenUrl, oauth2RevokeUrl, oauth2FederatedSignonJwkCertsUrl].map(String));
  });
});
