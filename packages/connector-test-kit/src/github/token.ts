import { createHash, randomBytes } from 'node:crypto';
import type { JsonObject } from '../oidc/json.ts';
import { json } from '../oidc/scripted/answer.ts';
import type { Answer } from '../oidc/scripted/variant.ts';
import { ignores, patch } from '../oidc/scripted/world.ts';
import type { GithubSignIn, ReceivedGithubRequest } from './variant.ts';
import type { World } from './world.ts';

/**
 * `POST /login/oauth/access_token`. Errors come with HTTP 200, but for an unknown client; the answer is a form unless JSON
 * is asked for.
 */
export function token(world: World, { headers, body }: ReceivedGithubRequest): Answer {
  const form = new URLSearchParams(body);
  const answer = respond(world, form);
  if (headers.accept?.includes('application/json')) return json(answer.fields, answer.status ?? 200);
  const texts = Object.entries(answer.fields).map(([name, value]): [string, string] => [name, String(value)]);
  return {
    status: answer.status ?? 200,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams(texts).toString(),
  };
}

interface TokenAnswer {
  readonly fields: JsonObject;
  readonly status?: number;
}

const failure = (error: string, description: string): TokenAnswer => ({
  fields: { error, error_description: description, error_uri: `https://docs.github.example.test/#${error}` },
});

function respond(world: World, form: URLSearchParams): TokenAnswer {
  const { clientId, clientSecret } = world.context;
  if (form.get('client_id') !== clientId) return { fields: { error: 'Not Found' }, status: 404 };
  if (form.get('client_secret') !== clientSecret) {
    return failure('incorrect_client_credentials', 'The client_id and/or client_secret passed are incorrect.');
  }
  return form.get('grant_type') === 'refresh_token' ? refresh(world, form) : redeem(world, form);
}

function redeem(world: World, form: URLSearchParams): TokenAnswer {
  const wrong = failure('bad_verification_code', 'The code passed is incorrect or expired.');
  const signIn = world.signIns.find(({ code }) => code === form.get('code'));
  if (!signIn || (signIn.codeUsed && !ignores(world, 'code-reuse'))) return wrong;
  signIn.codeUsed = true;
  if (form.has('redirect_uri') && form.get('redirect_uri') !== signIn.redirectUri) {
    return failure('redirect_uri_mismatch', 'The redirect_uri MUST match the registered callback URL.');
  }
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  const isOurs = signIn.codeChallenge === undefined || signIn.codeChallenge === challenge;
  return isOurs || ignores(world, 'pkce') ? issue(world, signIn) : wrong;
}

/** A refresh ends the tokens that it replaces. */
function refresh(world: World, form: URLSearchParams): TokenAnswer {
  const signIn = world.refreshTokens.get(form.get('refresh_token') ?? '');
  if (!signIn) return failure('bad_refresh_token', 'The refresh token passed is incorrect or expired.');
  for (const tokens of [world.accessTokens, world.refreshTokens]) {
    for (const [value, from] of tokens) if (from === signIn) tokens.delete(value);
  }
  return issue(world, signIn);
}

function issue(world: World, signIn: GithubSignIn): TokenAnswer {
  const isGithubApp = world.app === 'github-app';
  const accessToken = randomToken(isGithubApp ? 'ghu_' : 'gho_');
  world.accessTokens.set(accessToken, signIn);
  const refreshToken = randomToken('ghr_');
  if (isGithubApp) world.refreshTokens.set(refreshToken, signIn);
  const fields: JsonObject = {
    access_token: accessToken,
    ...(isGithubApp
      ? { expires_in: 28_800, refresh_token: refreshToken, refresh_token_expires_in: 15_897_600, scope: '' }
      : { scope: signIn.scopes.join(',') }),
    token_type: 'bearer',
  };
  return { fields: patch(world, fields, (variant, value) => variant.tokens?.(value)) };
}

const randomToken = (prefix: string): string => prefix + randomBytes(20).toString('hex').slice(0, 36);
