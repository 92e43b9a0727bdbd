const routes = {
  token: 'POST /oidc/token',
  users: 'GET /api/users',
  user: 'GET /api/users/:id',
  'create-user': 'POST /api/users',
  'update-user': 'PATCH /api/users/:id',
  'suspend-user': 'PATCH /api/users/:id/is-suspended',
  'delete-user': 'DELETE /api/users/:id',
  'user-organizations': 'GET /api/users/:id/organizations',
  organizations: 'GET /api/organizations',
  organization: 'GET /api/organizations/:id',
  'create-organization': 'POST /api/organizations',
  'update-organization': 'PATCH /api/organizations/:id',
  'delete-organization': 'DELETE /api/organizations/:id',
  members: 'GET /api/organizations/:id/users',
  'add-members': 'POST /api/organizations/:id/users',
  'remove-member': 'DELETE /api/organizations/:id/users/:userId',
  'assign-roles': 'POST /api/organizations/:id/users/roles',
  'set-roles': 'PUT /api/organizations/:id/users/:userId/roles',
  'remove-role': 'DELETE /api/organizations/:id/users/:userId/roles/:roleId',
  'organization-roles': 'GET /api/organization-roles',
} as const;

type RouteName = keyof typeof routes;

/** What can be asked of the fake; `unknown` is anything else, such as a followed `Link`. */
export type Endpoint = RouteName | 'unknown';

/** Every endpoint but `unknown`. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of this very table
export const endpoints = Object.keys(routes) as RouteName[];

const patterns = endpoints.map((endpoint) => {
  const [method = '', path = ''] = routes[endpoint].split(' ');
  return { endpoint, method, pattern: new RegExp(`^${path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`) };
});

interface Route {
  endpoint: Endpoint;
  parameters: Readonly<Record<string, string>>;
}

/** Which endpoint answers, and the ids in the path, decoded. */
export function findRoute(method: string, path: string): Route {
  for (const { endpoint, method: wanted, pattern } of patterns) {
    const match = method === wanted ? pattern.exec(path) : null;
    const parameters = match && decode(match.groups ?? {});
    if (parameters) return { endpoint, parameters };
  }
  return { endpoint: 'unknown', parameters: {} };
}

function decode(groups: Readonly<Record<string, string>>): Record<string, string> | undefined {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
  } catch {
    return undefined;
  }
}
