import { toJson } from '../oidc/json.ts';
import type { Answer } from '../oidc/scripted/variant.ts';
import { patch } from '../oidc/scripted/world.ts';
import { emailsOf, organizationMembership, publicUser, teamMembership } from './documents.ts';
import type { GithubMembership } from './people.ts';
import type { GithubSignIn, GithubVariant, ReceivedGithubRequest } from './variant.ts';
import type { World } from './world.ts';

/** Versions of the API that the fake knows. */
const apiVersions: ReadonlySet<string> = new Set(['2022-11-28', '2026-03-10']);

export const apiJson = (body: unknown, status = 200, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: {
    'content-type': 'application/json; charset=utf-8',
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': '4999',
    'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 3600),
    ...headers,
  },
  body: toJson(body),
});

/** How the API says no. */
export const apiError = (status: number, message: string, headers: Answer['headers'] = {}): Answer =>
  apiJson(
    { message, documentation_url: 'https://docs.github.example.test/rest', status: String(status) },
    status,
    headers,
  );

/** A handler that is reached with a live token only. */
const withToken =
  (handle: (world: World, signIn: GithubSignIn, request: ReceivedGithubRequest) => Answer) =>
  (world: World, request: ReceivedGithubRequest): Answer => {
    const { headers } = request;
    if (!headers['user-agent']) return apiError(403, 'Request forbidden by administrative rules.');
    const version = headers['x-github-api-version'];
    if (version !== undefined && !apiVersions.has(String(version))) return apiError(400, 'Unsupported version.');
    if (headers.authorization === undefined) return apiError(401, 'Requires authentication');
    const [, accessToken = ''] = /^(?:Bearer|token) (\w+)$/i.exec(headers.authorization) ?? [];
    const signIn = world.accessTokens.get(accessToken);
    return signIn ? handle(world, signIn, request) : apiError(401, 'Bad credentials');
  };

const hasScope = ({ app }: World, { scopes }: GithubSignIn, ...wanted: readonly string[]): boolean =>
  app === 'github-app' || wanted.some((scope) => scopes.includes(scope));

export const user = withToken((world, { person }) =>
  apiJson(patch(world, publicUser(person, world.api), (variant, value) => variant.user?.(value))),
);

/** A page has 30 addresses unless more are asked for, at most 100. */
export const emails = withToken((world, signIn, { url }) => {
  if (!hasScope(world, signIn, 'user', 'user:email')) return apiError(404, 'Not Found');
  const size = Math.min(Number(url.searchParams.get('per_page') ?? 30), 100);
  const all = patch<readonly object[], GithubVariant>(world, emailsOf(signIn.person), (variant, value) =>
    variant.emails?.(value.map((entry) => ({ ...entry }))),
  );
  return apiJson(all.slice(0, size));
});

const organizationScopes = ['read:org', 'write:org', 'admin:org'];

export const organization = withToken((world, signIn, { path: [name = ''] }) => {
  if (!hasScope(world, signIn, ...organizationScopes)) {
    return apiError(403, 'You need at least read:org scope to list your organizations.');
  }
  const membership = findMembership(signIn, name);
  return membership
    ? apiJson(organizationMembership(signIn.person, membership, world.api))
    : apiError(404, 'Not Found');
});

export const team = withToken((world, signIn, { path: [name = '', slug = '', login] }) => {
  const membership = findMembership(signIn, name);
  const isIn =
    hasScope(world, signIn, ...organizationScopes) &&
    login?.toLowerCase() === signIn.person.login.toLowerCase() &&
    membership?.teams?.includes(slug) === true;
  return isIn ? apiJson(teamMembership(signIn.person, membership, world.api)) : apiError(404, 'Not Found');
});

/** Names compare without regard to case. */
const findMembership = ({ person }: GithubSignIn, name: string): GithubMembership | undefined =>
  person.memberships.find((one) => one.organization.toLowerCase() === name.toLowerCase());

/** `DELETE /applications/{client_id}/token`. */
export function revocation(world: World, { method, headers, body, path: [id] }: ReceivedGithubRequest): Answer {
  const { clientId, clientSecret } = world.context;
  const [, encoded = ''] = /^Basic (.*)$/i.exec(headers.authorization ?? '') ?? [];
  if (Buffer.from(encoded, 'base64').toString() !== `${clientId}:${clientSecret}`) {
    return apiError(401, 'Bad credentials');
  }
  if (method !== 'DELETE' || id !== clientId) return apiError(404, 'Not Found');
  const accessToken = readAccessToken(body);
  if (accessToken === undefined) return apiError(422, 'Validation Failed');
  if (!world.accessTokens.delete(accessToken)) return apiError(404, 'Not Found');
  return { status: 204, headers: {}, body: '' };
}

function readAccessToken(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    const isObject = typeof parsed === 'object' && parsed !== null && 'access_token' in parsed;
    const value = isObject ? parsed.access_token : undefined;
    return typeof value === 'string' && /^gh[a-z]_\w+$/.test(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
