import { json, refused } from './answer.ts';
import type { Route } from './route.ts';
import { person } from './world.ts';

const profile = json({
  id: person.id,
  username: person.login,
  global_name: person.name,
  email: person.email,
  verified: true,
  avatar: person.picture,
  locale: 'en-GB',
  mfa_enabled: true,
  flags: 64,
  premium_type: 0,
});

const token: Route = ({ signIns, form, request }) => {
  const signIn = signIns.exchange(form, request.headers.authorization);
  if (signIn === undefined) return json({ error: 'invalid_grant' }, 400);
  return json({ access_token: signIn.accessToken, token_type: 'Bearer', expires_in: 604_800, scope: 'identify email' });
};

/** A provider of plain OAuth 2.0. */
export const oauthRoutes: Readonly<Record<string, Route>> = {
  '/oauth/token': token,
  '/oauth/me': ({ request }) => (request.headers.authorization?.startsWith('Bearer gho_') ? profile : refused),
};
