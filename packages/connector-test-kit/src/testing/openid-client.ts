import * as oauth from 'oauth4webapi';

/** What this client needs to know of a fake provider. */
interface FakeProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
}

export const redirectUri = 'http://127.0.0.1:9/callback';
export const insecure = { [oauth.allowInsecureRequests]: true };

export interface BegunSignIn {
  server: oauth.AuthorizationServer;
  verifier: string;
  state: string;
  nonce: string;
  url: URL;
}

/** The first half of a sign-in, by a library that is not ours. @param extra further authorization parameters */
export async function beginSignIn(provider: FakeProvider, extra: Record<string, string> = {}): Promise<BegunSignIn> {
  const issuer = new URL(provider.issuer);
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const nonce = oauth.generateRandomNonce();
  const url = new URL(server.authorization_endpoint ?? '');
  url.search = new URLSearchParams({
    client_id: provider.clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid profile email',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...extra,
  }).toString();
  return { server, verifier, state, nonce, url };
}

/** Its second half, with every check that the library has. */
export async function finishSignIn(
  provider: FakeProvider,
  callback: URL | URLSearchParams,
  { server, verifier, state, nonce }: BegunSignIn,
  {
    client = {},
    authentication = oauth.ClientSecretBasic(provider.clientSecret),
  }: { client?: Partial<oauth.Client>; authentication?: oauth.ClientAuth } = {},
) {
  const known = { ...client, client_id: provider.clientId };
  const parameters = oauth.validateAuthResponse(server, known, callback, state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    known,
    authentication,
    parameters,
    redirectUri,
    verifier,
    insecure,
  );
  const tokens = await oauth.processAuthorizationCodeResponse(server, known, response, {
    expectedNonce: nonce,
    requireIdToken: true,
  });
  await oauth.validateApplicationLevelSignature(server, response, insecure);
  const claims = oauth.getValidatedIdTokenClaims(tokens);
  const answer = await oauth.userInfoRequest(server, known, tokens.access_token, insecure);
  const userInfo = await oauth.processUserInfoResponse(server, known, claims?.sub ?? '', answer);
  return { tokens, claims, userInfo };
}

/** Redeems a code and looks at nothing: what the token endpoint answers, as it is. */
export function redeem(
  { issuer, clientId, clientSecret }: FakeProvider,
  code: string,
  verifier: string,
): Promise<Response> {
  return fetch(`${issuer}/token`, {
    method: 'POST',
    redirect: 'manual',
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      redirect_uri: redirectUri,
    }),
  });
}
