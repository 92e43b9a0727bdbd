import { claimsOf } from '../people.ts';
import { json } from './answer.ts';
import type { Answer, ReceivedRequest } from './variant.ts';
import { patch, type World } from './world.ts';

/** OpenID Connect Core §5.3. */
export function userinfo(world: World, { headers }: ReceivedRequest): Answer {
  const [, accessToken = ''] = /^Bearer ([\w.~+/=-]+)$/i.exec(headers.authorization ?? '') ?? [];
  const signIn = world.accessTokens.get(accessToken);
  if (!signIn) {
    return json({ error: 'invalid_token' }, 401, { 'www-authenticate': 'Bearer error="invalid_token"' });
  }
  const claims = patch(world, claimsOf(world.person, signIn.scope), (variant, value) =>
    variant.person?.(value, 'userinfo'),
  );
  return json(patch(world, claims, (variant, value) => variant.userInfo?.(value, world.context)));
}
