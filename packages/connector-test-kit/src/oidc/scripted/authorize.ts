import { randomBytes } from 'node:crypto';
import { page, redirect } from './answer.ts';
import type { Answer, ReceivedRequest, SignIn } from './variant.ts';
import { patch, type World } from './world.ts';

/** RFC 6749 §4.1.1: asks nobody, and sends the browser back at once. */
export function authorize(world: World, { url }: ReceivedRequest): Answer {
  const asked = url.searchParams;
  const redirectUri = asked.get('redirect_uri') ?? '';
  if (asked.get('client_id') !== world.client.clientId) return page('Unknown client_id.', 400);
  if (!URL.canParse(redirectUri)) return page('The redirect_uri is not a URL.', 400);

  const problem = whatIsWrong(asked);
  const signIn = begin(asked, redirectUri);
  const honest = new URLSearchParams(
    problem ? { error: 'invalid_request', error_description: problem } : { code: signIn.code },
  );
  if (signIn.state !== undefined) honest.set('state', signIn.state);
  honest.set('iss', world.context.issuer);
  if (problem) return redirect(withParameters(redirectUri, honest));
  world.signIns.push(signIn);
  const parameters = patch(world, honest, ({ callback }, value) => callback?.(value, world.context, signIn));
  return redirect(withParameters(redirectUri, parameters));
}

function whatIsWrong(asked: URLSearchParams): string | undefined {
  const repeated = [...asked.keys()].find((name) => asked.getAll(name).length > 1);
  if (repeated !== undefined) return `${repeated} is repeated`;
  if (asked.get('response_type') !== 'code') return 'response_type must be code';
  if (!asked.has('scope')) return 'scope is missing';
  if (!/^[\w.~-]{43,128}$/.test(asked.get('code_challenge') ?? '')) return 'code_challenge is missing or malformed';
  if (asked.get('code_challenge_method') !== 'S256') return 'code_challenge_method must be S256';
  return undefined;
}

function begin(asked: URLSearchParams, redirectUri: string): SignIn {
  const [state, nonce, codeChallenge] = ['state', 'nonce', 'code_challenge'].map((name) => asked.get(name));
  return {
    code: randomBytes(24).toString('base64url'),
    redirectUri,
    scope: asked.get('scope') ?? '',
    ...(typeof state === 'string' ? { state } : {}),
    ...(typeof nonce === 'string' ? { nonce } : {}),
    ...(typeof codeChallenge === 'string' ? { codeChallenge } : {}),
    codeUsed: false,
  };
}

/** RFC 6749 §3.1.2: a query that the redirect URI has of its own stays. */
function withParameters(redirectUri: string, parameters: URLSearchParams): URL {
  const url = new URL(redirectUri);
  for (const [name, value] of parameters) url.searchParams.append(name, value);
  return url;
}

/** OpenID Connect RP-Initiated Logout 1.0 §2. */
export function endSession(_world: World, { url, form }: ReceivedRequest): Answer {
  const asked = url.searchParams.size > 0 ? url.searchParams : form;
  const target = asked.get('post_logout_redirect_uri');
  if (target === null || !URL.canParse(target)) return page('You are signed out.');
  const state = asked.get('state');
  return redirect(withParameters(target, new URLSearchParams(state === null ? {} : { state })));
}
