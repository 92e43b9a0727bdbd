import { claimsOf } from '../oidc/people.ts';
import { json } from '../oidc/scripted/answer.ts';
import type { Answer, ReceivedRequest } from '../oidc/scripted/variant.ts';
import { patch } from '../oidc/scripted/world.ts';
import type { GoogleWorld } from './world.ts';

/** https://developers.google.com/identity/openid-connect/openid-connect#obtaininguserprofileinformation */
export function userinfo(world: GoogleWorld, { headers }: ReceivedRequest): Answer {
  const [, accessToken = ''] = /^Bearer ([\w.~+/=-]+)$/.exec(headers.authorization ?? '') ?? [];
  const signIn = world.accessTokens.get(accessToken);
  if (!signIn) {
    return json({ error: 'invalid_request', error_description: 'Invalid Credentials' }, 401, {
      'www-authenticate': 'Bearer realm="https://accounts.google.com/", error="invalid_request"',
    });
  }
  const claims = patch(world, claimsOf(signIn.person, signIn.scope), ({ person }, value) =>
    person?.(value, 'userinfo'),
  );
  return json(patch(world, claims, ({ userInfo }, value) => userInfo?.(value, world.context)));
}
