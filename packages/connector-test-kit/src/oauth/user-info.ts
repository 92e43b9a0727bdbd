import { json } from '../oidc/scripted/answer.ts';
import type { Answer, ReceivedRequest, SignIn } from '../oidc/scripted/variant.ts';
import { patch, type World } from '../oidc/scripted/world.ts';
import type { OAuthPerson } from './people.ts';
import type { ProviderShape } from './shapes/shape.ts';

/** The profile of whoever the access token stands for. RFC 6750 §2: the token stands in one place only. */
export function userInfo(
  world: World,
  shape: ProviderShape,
  request: ReceivedRequest,
  personOf: (signIn: SignIn) => OAuthPerson,
): Answer {
  const { methods, accessToken: places } = shape.userInfo;
  if (!methods.some((method) => method === request.method)) return json({ error: 'method_not_allowed' }, 405);
  const found = Object.entries(tokensIn(request)).filter(([, token]) => token !== undefined);
  const [[place, token] = []] = found;
  const signIn = token === undefined ? undefined : world.accessTokens.get(token);
  if (found.length !== 1 || !places.some((allowed) => allowed === place) || !signIn) return shape.unauthorized;
  const profile = shape.profile(personOf(signIn), request.url.searchParams);
  return json(patch(world, profile, ({ userInfo: change }, value) => change?.(value, world.context)));
}

function tokensIn({ headers, url, form }: ReceivedRequest): Record<'header' | 'query' | 'form', string | undefined> {
  return {
    header: /^Bearer ([\w.~+/=-]+)$/i.exec(headers.authorization ?? '')?.[1],
    query: url.searchParams.get('access_token') ?? undefined,
    form: form.get('access_token') ?? undefined,
  };
}
