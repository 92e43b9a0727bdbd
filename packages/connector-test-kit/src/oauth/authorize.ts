import { createHash, randomBytes } from 'node:crypto';
import { page, redirect } from '../oidc/scripted/answer.ts';
import type { Answer, ReceivedRequest, SignIn } from '../oidc/scripted/variant.ts';
import { patch, type World } from '../oidc/scripted/world.ts';
import type { ProviderShape } from './shapes/shape.ts';

/** RFC 6749 §4.1.1: asks nobody, and sends the browser back at once. */
export function authorize(world: World, shape: ProviderShape, { url }: ReceivedRequest): Answer {
  const asked = url.searchParams;
  const redirectUri = asked.get('redirect_uri') ?? '';
  if (asked.get('client_id') !== world.client.clientId) return page('Unknown client_id.', 400);
  if (!URL.canParse(redirectUri)) return page('The redirect_uri is not a URL.', 400);

  const state = asked.get('state');
  const problem = whatIsWrong(asked, shape);
  const signIn: SignIn = {
    code: randomBytes(24).toString('base64url'),
    redirectUri,
    scope: asked.get('scope') ?? '',
    ...(state === null ? {} : { state }),
    codeChallenge: asked.get('code_challenge') ?? challengeOfNothing,
    codeUsed: false,
  };
  const honest = new URLSearchParams(
    problem === undefined ? { code: signIn.code } : { error: 'invalid_request', error_description: problem },
  );
  if (state !== null) honest.set('state', state);
  if (shape.sendsIssuer) honest.set('iss', world.context.issuer);
  if (problem !== undefined) return redirect(withParameters(redirectUri, honest));
  world.signIns.push(signIn);
  return redirect(
    withParameters(
      redirectUri,
      patch(world, honest, ({ callback }, value) => callback?.(value, world.context, signIn)),
    ),
  );
}

/** What a token request without a verifier hashes to: it fits a sign-in without a challenge, and no other. */
const challengeOfNothing = createHash('sha256').update('').digest('base64url');

function whatIsWrong(asked: URLSearchParams, { pkce }: ProviderShape): string | undefined {
  const repeated = [...asked.keys()].find((name) => asked.getAll(name).length > 1);
  if (repeated !== undefined) return `${repeated} is repeated`;
  if (asked.get('response_type') !== 'code') return 'response_type must be code';
  if (pkce === 'ignored' || (pkce === 'checked' && !asked.has('code_challenge'))) return undefined;
  if (!/^[\w.~-]{43,128}$/.test(asked.get('code_challenge') ?? '')) return 'code_challenge is missing or malformed';
  return asked.get('code_challenge_method') === 'S256' ? undefined : 'code_challenge_method must be S256';
}

function withParameters(redirectUri: string, parameters: URLSearchParams): URL {
  const url = new URL(redirectUri);
  for (const [name, value] of parameters) url.searchParams.append(name, value);
  return url;
}
