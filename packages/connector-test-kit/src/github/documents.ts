import type { JsonObject } from '../oidc/json.ts';
import type { GithubMembership, GithubPerson } from './people.ts';

/**
 * Documents of the REST API, in the shape that GitHub's OpenAPI description gives them.
 *
 * @param api base of the API, without a slash at the end
 */
function simpleUser({ id, login }: GithubPerson, api: string): JsonObject {
  const url = `${api}/users/${login}`;
  return {
    login,
    id,
    node_id: nodeId('User', id),
    avatar_url: `https://avatars.example.test/u/${id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `https://github.example.test/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: 'User',
    user_view_type: 'public',
    site_admin: false,
  };
}

/** `GET /user`, as a token without the scope `user` sees it. */
export function publicUser(person: GithubPerson, api: string): JsonObject {
  return {
    ...simpleUser(person, api),
    name: person.name,
    company: null,
    blog: '',
    location: null,
    email: person.publicEmail,
    hireable: null,
    bio: null,
    twitter_username: null,
    notification_email: person.publicEmail,
    public_repos: 3,
    public_gists: 0,
    followers: 7,
    following: 1,
    created_at: '2015-12-10T00:00:00Z',
    updated_at: '2026-01-02T03:04:05Z',
  };
}

/** `GET /user/emails`. */
export const emailsOf = ({ addresses }: GithubPerson): JsonObject[] =>
  addresses.map(({ email, primary, verified }) => ({
    email,
    primary,
    verified,
    visibility: primary ? 'private' : null,
  }));

/** `GET /user/memberships/orgs/{org}`. */
export function organizationMembership(
  person: GithubPerson,
  { organization, organizationId, state = 'active', role = 'member' }: GithubMembership,
  api: string,
): JsonObject {
  const url = `${api}/orgs/${organization}`;
  return {
    url: `${url}/memberships/${person.login}`,
    state,
    role,
    direct_membership: true,
    organization_url: url,
    organization: {
      login: organization,
      id: organizationId,
      node_id: nodeId('Organization', organizationId),
      url,
      repos_url: `${url}/repos`,
      events_url: `${url}/events`,
      hooks_url: `${url}/hooks`,
      issues_url: `${url}/issues`,
      members_url: `${url}/members{/member}`,
      public_members_url: `${url}/public_members{/member}`,
      avatar_url: `https://avatars.example.test/u/${organizationId}?v=4`,
      description: null,
    },
    user: simpleUser(person, api),
  };
}

/** `GET /orgs/{org}/teams/{team_slug}/memberships/{username}`. */
export const teamMembership = ({ login }: GithubPerson, { state = 'active' }: GithubMembership, api: string) => ({
  state,
  role: 'member',
  url: `${api}/organizations/1/team/2/memberships/${login}`,
});

const nodeId = (kind: string, id: number | bigint): string => Buffer.from(`${kind}${id}`).toString('base64');
