import { randomBytes } from 'node:crypto';
import { page, redirect } from '../oidc/scripted/answer.ts';
import type { Answer, ReceivedRequest } from '../oidc/scripted/variant.ts';
import { patch } from '../oidc/scripted/world.ts';
import { grantedScope } from './scopes.ts';
import type { GoogleSignIn, GoogleWorld } from './world.ts';

/**
 * https://developers.google.com/identity/openid-connect/openid-connect#authenticationuriparameters: asks nobody, and sends
 * the browser back at once. A request that is wrong is answered with a page, as Google does.
 */
export function authorize(world: GoogleWorld, { url }: ReceivedRequest): Answer {
  const asked = url.searchParams;
  if (asked.get('client_id') !== world.client.clientId) {
    return page('Error 401: invalid_client. The OAuth client was not found.', 401);
  }
  const problem = whatIsWrong(asked);
  if (problem !== undefined) return page(`Error 400: invalid_request. ${problem}`, 400);
  const signIn = begin(world, asked);
  world.signIns.push(signIn);
  const { hd } = world.person;
  const honest = new URLSearchParams({
    ...(signIn.state === undefined ? {} : { state: signIn.state }),
    iss: world.context.issuer,
    code: signIn.code,
    scope: grantedScope(signIn.scope),
    authuser: '0',
    ...(typeof hd === 'string' ? { hd } : {}),
    prompt: asked.get('prompt') ?? 'none',
  });
  const parameters = patch(world, honest, ({ callback }, value) => callback?.(value, world.context, signIn));
  const target = new URL(signIn.redirectUri);
  for (const [name, value] of parameters) target.searchParams.append(name, value);
  return redirect(target);
}

function whatIsWrong(asked: URLSearchParams): string | undefined {
  const repeated = [...asked.keys()].find((name) => asked.getAll(name).length > 1);
  const prompts = asked.get('prompt')?.split(' ') ?? [];
  if (repeated !== undefined) return `Parameter ${repeated} is repeated.`;
  if (!URL.canParse(asked.get('redirect_uri') ?? '')) return 'Invalid redirect_uri.';
  if (asked.get('response_type') !== 'code') return 'Invalid response_type.';
  if ((asked.get('scope') ?? '') === '') return 'Missing required parameter: scope.';
  if (!['online', 'offline', null].includes(asked.get('access_type'))) return 'Invalid access_type.';
  if (prompts.some((prompt) => !['none', 'consent', 'select_account'].includes(prompt))) return 'Invalid prompt.';
  if (prompts.includes('none') && prompts.length > 1) return 'Invalid prompt: none stands alone.';
  if (asked.has('code_challenge') && asked.get('code_challenge_method') !== 'S256') {
    return 'Invalid code_challenge_method.';
  }
  return undefined;
}

function begin(world: GoogleWorld, asked: URLSearchParams): GoogleSignIn {
  const [state, nonce, codeChallenge] = ['state', 'nonce', 'code_challenge'].map((name) => asked.get(name));
  const consents =
    !world.consents.has(world.person.sub) || (asked.get('prompt')?.split(' ').includes('consent') ?? false);
  world.consents.add(world.person.sub);
  return {
    person: world.person,
    code: `4/0${randomBytes(24).toString('base64url')}`,
    redirectUri: asked.get('redirect_uri') ?? '',
    scope: asked.get('scope') ?? '',
    ...(typeof state === 'string' ? { state } : {}),
    ...(typeof nonce === 'string' ? { nonce } : {}),
    ...(typeof codeChallenge === 'string' ? { codeChallenge } : {}),
    codeUsed: false,
    isOffline: asked.get('access_type') === 'offline' && consents,
  };
}
