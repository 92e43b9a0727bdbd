import { createHash, randomBytes } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import { json, oauthError } from './answer.ts';
import { authenticateClient } from './client-authentication.ts';
import { paths } from './documents.ts';
import { issueIdToken } from './id-token.ts';
import type { Answer, ReceivedRequest, SignIn, Variant } from './variant.ts';
import { ignores, patch, type World } from './world.ts';

/** RFC 6749 §4.1.3 and §6. */
export function token(world: World, request: ReceivedRequest): Answer {
  const refused = refuseForm(request) ?? refuseClient(world, request);
  if (refused) return refused;
  switch (request.form.get('grant_type')) {
    case 'authorization_code':
      return redeemCode(world, request.form);
    case 'refresh_token':
      return refresh(world, request.form);
    default:
      return oauthError('unsupported_grant_type', 'Only authorization_code and refresh_token are supported.');
  }
}

/** RFC 7009 §2: revoking what does not exist succeeds. */
export function revocation(world: World, request: ReceivedRequest): Answer {
  const refused = refuseForm(request) ?? refuseClient(world, request);
  if (refused) return refused;
  const revoked = request.form.get('token') ?? '';
  if (revoked === '') return oauthError('invalid_request', 'The token is missing.');
  const signIn = world.refreshTokens.get(revoked);
  if (signIn) revokeTokensOf(world, signIn);
  world.accessTokens.delete(revoked);
  return { status: 200, headers: { 'cache-control': 'no-store' }, body: '' };
}

function refuseForm({ method, headers, form }: ReceivedRequest): Answer | undefined {
  if (method !== 'POST') return oauthError('invalid_request', 'POST a form.', 405);
  if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return oauthError('invalid_request', 'The body must be a form.');
  }
  const repeated = [...form.keys()].find((name) => form.getAll(name).length > 1);
  return repeated === undefined ? undefined : oauthError('invalid_request', `${repeated} is repeated.`);
}

function refuseClient(world: World, request: ReceivedRequest): Answer | undefined {
  const { issuer } = world.context;
  const way = authenticateClient(request, world.client, [issuer, issuer + paths.token, issuer + request.url.pathname]);
  if (way) request.clientAuthentication = way;
  return way || ignores(world, 'client') ? undefined : oauthError('invalid_client', 'Who are you?', 401);
}

function redeemCode(world: World, form: URLSearchParams): Answer {
  const signIn = world.signIns.find(({ code }) => code === form.get('code'));
  if (!signIn) return oauthError('invalid_grant', 'The code is unknown.');
  if (signIn.codeUsed && !ignores(world, 'code-reuse')) {
    revokeTokensOf(world, signIn);
    return oauthError('invalid_grant', 'The code was used before.');
  }
  signIn.codeUsed = true;
  if (signIn.redirectUri !== form.get('redirect_uri') && !ignores(world, 'redirect-uri')) {
    return oauthError('invalid_grant', 'The redirect_uri is not the one of the authorization request.');
  }
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  if (signIn.codeChallenge !== challenge && !ignores(world, 'pkce')) {
    return oauthError('invalid_grant', 'The code_verifier does not fit.');
  }
  return issueTokens(world, signIn, randomToken('refresh'));
}

function refresh(world: World, form: URLSearchParams): Answer {
  const refreshToken = form.get('refresh_token') ?? '';
  const signIn = world.refreshTokens.get(refreshToken);
  return signIn
    ? issueTokens(world, signIn, refreshToken)
    : oauthError('invalid_grant', 'The refresh token is unknown or revoked.');
}

function issueTokens(world: World, signIn: SignIn, refreshToken: string): Answer {
  const accessToken = randomToken('access');
  world.accessTokens.set(accessToken, signIn);
  world.refreshTokens.set(refreshToken, signIn);
  const openid = signIn.scope.split(' ').includes('openid');
  const body = {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: 3600,
    refresh_token: refreshToken,
    scope: signIn.scope,
    ...(openid ? { id_token: issueIdToken(world, signIn, accessToken) } : {}),
  };
  return json(patch<JsonObject, Variant>(world, body, (variant, value) => variant.tokens?.(value, world.context)));
}

function revokeTokensOf({ accessTokens, refreshTokens }: World, signIn: SignIn): void {
  for (const tokens of [accessTokens, refreshTokens]) {
    for (const [value, from] of tokens) if (from === signIn) tokens.delete(value);
  }
}

const randomToken = (kind: string): string => `${kind}-${randomBytes(24).toString('base64url')}`;
