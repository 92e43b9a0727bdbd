import { createHash, randomBytes } from 'node:crypto';
import type { JsonObject } from '../oidc/json.ts';
import { json } from '../oidc/scripted/answer.ts';
import { issueIdToken } from '../oidc/scripted/id-token.ts';
import type { Answer, ReceivedRequest, Variant } from '../oidc/scripted/variant.ts';
import { ignores, patch } from '../oidc/scripted/world.ts';
import { refuseClient } from './client.ts';
import { grantedScope } from './scopes.ts';
import { type GoogleSignIn, type GoogleWorld, worldOf } from './world.ts';

/** Seconds that access and ID tokens are valid. */
const lifetime = 3599;

/** https://developers.google.com/identity/protocols/oauth2/web-server#exchange-authorization-code */
export function token(world: GoogleWorld, request: ReceivedRequest): Answer {
  const { form, method } = request;
  if (method !== 'POST') return refused('invalid_request', 'POST a form.', 405);
  const refusedClient = refuseClient(world, request);
  if (refusedClient) return refusedClient;
  if (form.get('grant_type') === 'authorization_code') return redeemCode(world, form);
  if (form.get('grant_type') === 'refresh_token') return refresh(world, form);
  return refused('unsupported_grant_type', `Invalid grant_type: ${form.get('grant_type') ?? ''}`);
}

/** https://developers.google.com/identity/protocols/oauth2/web-server#tokenrevoke: the client need not say who it is. */
export function revocation(world: GoogleWorld, { form, method }: ReceivedRequest): Answer {
  const { accessTokens, refreshTokens, consents } = world;
  const revoked = form.get('token') ?? '';
  const signIn = accessTokens.get(revoked) ?? refreshTokens.get(revoked);
  if (method !== 'POST') return refused('invalid_request', 'POST a form.', 405);
  if (!signIn) return refused('invalid_token', 'Token expired or revoked');
  for (const tokens of [accessTokens, refreshTokens]) {
    for (const [value, from] of tokens) if (from === signIn) tokens.delete(value);
  }
  consents.delete(signIn.person.sub);
  return json({});
}

function redeemCode(world: GoogleWorld, form: URLSearchParams): Answer {
  const signIn = world.signIns.find(({ code }) => code === form.get('code'));
  if (!signIn) return refused('invalid_grant', 'Malformed auth code.');
  if (signIn.codeUsed && !ignores(world, 'code-reuse')) return refused('invalid_grant', 'Bad Request');
  signIn.codeUsed = true;
  if (signIn.redirectUri !== form.get('redirect_uri') && !ignores(world, 'redirect-uri')) {
    return refused('redirect_uri_mismatch', 'Bad Request');
  }
  const verifier = form.get('code_verifier');
  const challenge = createHash('sha256')
    .update(verifier ?? '')
    .digest('base64url');
  if (signIn.codeChallenge !== undefined && signIn.codeChallenge !== challenge && !ignores(world, 'pkce')) {
    return refused('invalid_grant', verifier === null ? 'Missing code verifier.' : 'Invalid code verifier.');
  }
  const refreshToken = signIn.isOffline ? randomToken('1//') : undefined;
  if (refreshToken !== undefined) world.refreshTokens.set(refreshToken, signIn);
  return issueTokens(world, signIn, refreshToken === undefined ? {} : { refresh_token: refreshToken });
}

/** A refreshed ID token carries no nonce; no other refresh token comes. */
function refresh(world: GoogleWorld, form: URLSearchParams): Answer {
  const signIn = world.refreshTokens.get(form.get('refresh_token') ?? '');
  if (!signIn) return refused('invalid_grant', 'Token has been expired or revoked.');
  return issueTokens(world, signIn, {}, false);
}

function issueTokens(world: GoogleWorld, signIn: GoogleSignIn, more: JsonObject, hasNonce = true): Answer {
  const accessToken = randomToken('ya29.');
  world.accessTokens.set(accessToken, signIn);
  const { clientId, now } = world.context;
  const { nonce: _, ...withoutNonce } = signIn;
  const issue = () =>
    issueIdToken(worldOf(world, signIn), hasNonce ? signIn : withoutNonce, accessToken, {
      azp: clientId,
      exp: now + lifetime,
    });
  const isOpenId = signIn.scope.split(' ').includes('openid');
  const body = {
    access_token: accessToken,
    expires_in: lifetime,
    ...more,
    scope: grantedScope(signIn.scope),
    token_type: 'Bearer',
    ...(isOpenId ? { id_token: issue() } : {}),
  };
  return json(patch<JsonObject, Variant>(world, body, (variant, value) => variant.tokens?.(value, world.context)));
}

const refused = (error: string, description: string, status = 400): Answer =>
  json({ error, error_description: description }, status);

const randomToken = (prefix: string): string => `${prefix}${randomBytes(24).toString('base64url')}`;
