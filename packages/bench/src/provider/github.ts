import { json, refused } from './answer.ts';
import type { Route } from './route.ts';
import { person } from './world.ts';

const api = `https://api.github.com/users/${person.login}`;

/** As long as what GitHub answers. */
const user = json({
  login: person.login,
  id: Number(person.id),
  node_id: 'MDQ6VXNlcjE4MTUxMjEw',
  avatar_url: person.picture,
  gravatar_id: '',
  url: api,
  html_url: `https://github.com/${person.login}`,
  followers_url: `${api}/followers`,
  following_url: `${api}/following{/other_user}`,
  gists_url: `${api}/gists{/gist_id}`,
  starred_url: `${api}/starred{/owner}{/repo}`,
  subscriptions_url: `${api}/subscriptions`,
  organizations_url: `${api}/orgs`,
  repos_url: `${api}/repos`,
  events_url: `${api}/events{/privacy}`,
  received_events_url: `${api}/received_events`,
  type: 'User',
  user_view_type: 'public',
  site_admin: false,
  name: person.name,
  company: 'Analytical Engines',
  blog: 'https://example.test/ada',
  location: 'London',
  email: person.email,
  hireable: null,
  bio: 'Notes on the analytical engine.',
  twitter_username: null,
  notification_email: person.email,
  public_repos: 12,
  public_gists: 3,
  followers: 1815,
  following: 7,
  created_at: '2015-12-10T09:00:00Z',
  updated_at: '2026-01-10T09:00:00Z',
});

const emails = json([
  { email: person.email, primary: true, verified: true, visibility: 'public' },
  { email: `${person.id}+ada@users.noreply.example.test`, primary: false, verified: true, visibility: null },
  { email: 'ada@old.example.test', primary: false, verified: false, visibility: null },
]);

const token: Route = ({ signIns, form, request }) => {
  const signIn = signIns.exchange(form, request.headers.authorization);
  if (signIn === undefined) return json({ error: 'bad_verification_code', error_description: 'The code is wrong.' });
  return json({ access_token: signIn.accessToken, token_type: 'bearer', scope: 'read:user,user:email' });
};

const forBearer =
  (answer: typeof user): Route =>
  ({ request }) =>
    /^(?:Bearer|token) gho_/i.test(request.headers.authorization ?? '') ? answer : refused;

/** GitHub, under its own names and as an Enterprise Server. */
export const githubRoutes: Readonly<Record<string, Route>> = {
  '/login/oauth/access_token': token,
  '/user': forBearer(user),
  '/user/emails': forBearer(emails),
  '/api/v3/user': forBearer(user),
  '/api/v3/user/emails': forBearer(emails),
};
