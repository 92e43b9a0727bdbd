import { cacheable, json, refused } from './answer.ts';
import type { Route } from './route.ts';
import { person } from './world.ts';

const token: Route = ({ signIns, form, request }) => {
  const signIn = signIns.exchange(form, request.headers.authorization);
  if (signIn?.idToken === undefined) return json({ error: 'invalid_grant' }, 400);
  return json({
    access_token: signIn.accessToken,
    token_type: 'Bearer',
    expires_in: 3599,
    scope: 'openid profile email',
    id_token: signIn.idToken,
  });
};

const supported = {
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  scopes_supported: ['openid', 'email', 'profile'],
  token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
  claims_supported: ['aud', 'email', 'email_verified', 'exp', 'iat', 'iss', 'name', 'picture', 'sub'],
  code_challenge_methods_supported: ['S256'],
  grant_types_supported: ['authorization_code', 'refresh_token'],
};

/** The issuers at `origin`: any path under `/openid` is one, so that there can be thousands. */
export function openidRoute(origin: string, path: string, keySet: object): Route | undefined {
  const [, issuerPath, endpoint] = /^(\/openid(?:\/\w+)?)(\/.+)$/.exec(path) ?? [];
  const issuer = `${origin}${issuerPath}`;
  switch (endpoint) {
    case '/.well-known/openid-configuration':
      return () =>
        json(
          {
            issuer,
            authorization_endpoint: `${issuer}/authorize`,
            token_endpoint: `${issuer}/token`,
            jwks_uri: `${issuer}/keys`,
            ...supported,
          },
          200,
          cacheable,
        );
    case '/keys':
      return () => json(keySet, 200, cacheable);
    case '/token':
      return token;
    default:
      return undefined;
  }
}

const profile = json({
  sub: person.id,
  name: person.name,
  given_name: 'Ada',
  family_name: 'Lovelace',
  picture: person.picture,
  email: person.email,
  email_verified: true,
});

const userInfo: Route = ({ request }) =>
  request.headers.authorization?.startsWith('Bearer gho_') || request.url?.includes('access_token=gho_')
    ? profile
    : refused;

export const googleIssuer = 'https://accounts.google.com';

/** Google, under its own names. */
export const googleRoutes = (keySet: object): Readonly<Record<string, Route>> => ({
  '/.well-known/openid-configuration': () =>
    json(
      {
        issuer: googleIssuer,
        authorization_endpoint: `${googleIssuer}/o/oauth2/v2/auth`,
        token_endpoint: 'https://oauth2.googleapis.com/token',
        userinfo_endpoint: 'https://openidconnect.googleapis.com/v1/userinfo',
        revocation_endpoint: 'https://oauth2.googleapis.com/revoke',
        jwks_uri: 'https://www.googleapis.com/oauth2/v3/certs',
        ...supported,
      },
      200,
      cacheable,
    ),
  // Not called where the ID token says everything.
  '/v1/userinfo': userInfo,
  '/oauth2/v3/userinfo': userInfo,
  '/oauth2/v3/certs': () => json(keySet, 200, cacheable),
  '/token': token,
  '/oauth2/v4/token': token,
});
