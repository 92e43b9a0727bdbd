import type { Endpoint } from '../oidc/scripted/variant.ts';

/** Google's issuer, and the name that it still gives itself in some ID tokens. */
export const googleIssuer = 'https://accounts.google.com';
export const legacyGoogleIssuer = 'accounts.google.com';

/** Where Google answers what, as its own discovery document says. It ends no sessions. */
export const googleAddresses = {
  discovery: 'https://accounts.google.com/.well-known/openid-configuration',
  authorize: 'https://accounts.google.com/o/oauth2/v2/auth',
  token: 'https://oauth2.googleapis.com/token',
  revocation: 'https://oauth2.googleapis.com/revoke',
  jwks: 'https://www.googleapis.com/oauth2/v3/certs',
  userinfo: 'https://openidconnect.googleapis.com/v1/userinfo',
} as const satisfies { [endpoint in Endpoint]?: string };

export type GoogleEndpoint = keyof typeof googleAddresses;

export const googleHosts: readonly string[] = [
  ...new Set(Object.values(googleAddresses).map((address) => new URL(address).hostname)),
];

/** What answers at this URL, its query left aside. */
export function googleEndpointAt({ origin, pathname }: URL): GoogleEndpoint | undefined {
  return googleEndpoints.find((endpoint) => googleAddresses[endpoint] === origin + pathname);
}

const googleEndpoints = [
  'discovery',
  'authorize',
  'token',
  'revocation',
  'jwks',
  'userinfo',
] as const satisfies readonly GoogleEndpoint[];
