import { randomBytes } from 'node:crypto';
import { page, redirect } from '../oidc/scripted/answer.ts';
import type { Answer } from '../oidc/scripted/variant.ts';
import { patch } from '../oidc/scripted/world.ts';
import type { GithubSignIn, ReceivedGithubRequest } from './variant.ts';
import type { World } from './world.ts';

/**
 * `GET /login/oauth/authorize`: asks nobody, and sends the browser back at once. `login` chooses the account.
 * https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
 */
export function authorize(world: World, { url }: ReceivedGithubRequest): Answer {
  const asked = url.searchParams;
  const redirectUri = asked.get('redirect_uri') ?? '';
  if (asked.get('client_id') !== world.context.clientId) return page('Not Found', 404);
  if (!URL.canParse(redirectUri)) return page('The redirect_uri is not a URL.', 400);
  const person = world.people.find(({ login }) => login === asked.get('login')) ?? world.people[0];
  if (!person) return page('Nobody has an account.', 400);
  const signIn = begin(asked, {
    redirectUri,
    person: patch(world, person, (variant, value) => variant.person?.(value)),
  });
  world.signIns.push(signIn);
  const honest = new URLSearchParams({ code: signIn.code, iss: world.context.issuer });
  if (signIn.state !== undefined) honest.set('state', signIn.state);
  const parameters = patch(world, honest, ({ callback }, value) => callback?.(value, world.context));
  const location = new URL(redirectUri);
  for (const [name, value] of parameters) location.searchParams.append(name, value);
  return redirect(location);
}

function begin(
  asked: URLSearchParams,
  { redirectUri, person }: Pick<GithubSignIn, 'redirectUri' | 'person'>,
): GithubSignIn {
  const [state, challenge] = [asked.get('state'), asked.get('code_challenge')];
  return {
    code: randomBytes(10).toString('hex'),
    person,
    redirectUri,
    scopes: (asked.get('scope') ?? '').split(/[ ,]+/).filter((scope) => scope !== ''),
    ...(state === null ? {} : { state }),
    ...(challenge !== null && asked.get('code_challenge_method') === 'S256' ? { codeChallenge: challenge } : {}),
    codeUsed: false,
  };
}
