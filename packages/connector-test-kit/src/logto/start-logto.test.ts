import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askForToken, idsOf, type LogtoClient, logtoClient, objectOf, rowsOf } from '../testing/logto-client.ts';
import { issueCertificates } from '../tls.ts';
import { type FakeLogto, type LogtoOptions, startLogto } from './index.ts';

let logto: FakeLogto;
let client: LogtoClient;
const others: FakeLogto[] = [];

/** One with other options, closed after the test. */
async function startOther(options: LogtoOptions): Promise<FakeLogto> {
  const other = await startLogto(options);
  others.push(other);
  return other;
}

beforeAll(async () => {
  logto = await startLogto();
});

beforeEach(async () => {
  logto.reset();
  logto.seed();
  client = await logtoClient(logto);
});

afterEach(async () => {
  await Promise.all(others.splice(0).map((other) => other.close()));
});

afterAll(() => logto.close());

const codeOf = ({ status, text }: { status: number; text: string }): unknown[] => [status, objectOf(text).code];

describe('the token endpoint', () => {
  it('hands out a token for an hour', async () => {
    const { status, text } = await askForToken(logto);
    expect(status).toBe(200);
    expect(objectOf(text)).toEqual({
      access_token: expect.stringMatching(/^[\w-]{43}$/),
      expires_in: 3600,
      token_type: 'Bearer',
      scope: 'all',
    });
  });

  it('takes Basic credentials, form-encoded', async () => {
    const other = await startOther({ clientId: 'a b:c', clientSecret: 's+%/ü:' });
    const encode = (value: string) => new URLSearchParams({ value }).toString().slice('value='.length);
    const basic = Buffer.from(`${encode('a b:c')}:${encode('s+%/ü:')}`).toString('base64');
    const answer = await fetch(other.tokenUrl, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', resource: other.resource, scope: 'all' }),
    });
    expect(answer.status).toBe(200);
  });

  it.each([
    ['a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client'],
    ['an unknown app', { client_id: 'unknown' }, 400, 'invalid_client'],
    ['an unknown resource', { resource: 'https://elsewhere.test/api' }, 400, 'invalid_target'],
    ['no resource', { resource: '' }, 400, 'invalid_target'],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ])('refuses %s', async (_what, form, status, error) => {
    const answer = await askForToken(logto, form);
    expect(answer.status).toBe(status);
    expect(objectOf(answer.text)).toMatchObject({ code: `oidc.${error}`, error });
  });

  it('answers 200 without a scope when the app may not, and every call is forbidden', async () => {
    logto.use('token/role-missing');
    const { status, text } = await askForToken(logto);
    expect(status).toBe(200);
    expect(objectOf(text)).not.toHaveProperty('scope');
    const { get } = await logtoClient(logto);
    expect(codeOf(await get('/users'))).toEqual([403, 'auth.forbidden']);
  });
});

describe('access', () => {
  const ask = async (headers: Record<string, string>) => {
    const answer = await fetch(`${logto.baseUrl}/api/users`, { headers });
    return { status: answer.status, text: await answer.text() };
  };

  it.each([
    [{}, 'auth.authorization_header_missing'],
    [{ authorization: 'Basic x' }, 'auth.authorization_token_type_not_supported'],
    [{ authorization: 'Bearer made-up' }, 'auth.unauthorized'],
  ])('refuses %j', async (headers, code) => {
    expect(codeOf(await ask(headers))).toEqual([401, code]);
  });

  it('says of an expired token that it is expired', async () => {
    logto.use('token/expires-at-once');
    const answer = await client.get('/users');
    expect(answer.status).toBe(401);
    expect(objectOf(answer.text)).toMatchObject({ code: 'auth.unauthorized', data: { code: 'ERR_JWT_EXPIRED' } });
  });
});

describe('lists', () => {
  it('shows 20 rows of a page unless told otherwise, and counts all', async () => {
    const { headers, text } = await client.get('/users');
    expect(rowsOf(text)).toHaveLength(20);
    expect(headers.get('total-number')).toBe('250');
    expect(rowsOf((await client.get('/users?page=3&page_size=100')).text)).toHaveLength(50);
  });

  it('is empty past the end', async () => {
    const { status, text, headers } = await client.get('/users?page=4&page_size=100');
    expect([status, text, headers.get('total-number')]).toEqual([200, '[]', '250']);
  });

  it.each(['page_size=101', 'page_size=0', 'page=0', 'page=-1', 'page=x', 'page=1.5'])('refuses %s', async (query) => {
    expect(codeOf(await client.get(`/users?${query}`))).toEqual([400, 'guard.invalid_pagination']);
  });

  it('links in several lines, to addresses that lack /api and lead nowhere', async () => {
    const lines = await linksOf('/api/users?page=2&page_size=100');
    const at = (page: number, relation: string) =>
      `<${logto.baseUrl}/users?page=${page}&page_size=100>; rel="${relation}"`;
    expect(lines).toEqual([at(1, 'first'), at(3, 'last'), at(1, 'prev'), at(3, 'next')]);
    expect((await fetch(`${logto.baseUrl}/users?page=3&page_size=100`)).status).toBe(404);
    expect(logto.calls.unknown).toBe(1);
  });

  it('has the fields that were observed, and times in milliseconds', async () => {
    const fields = async (path: string) => Object.keys(rowsOf((await client.get(path)).text)[0] ?? {}).toSorted();
    const userFields =
      'applicationId avatar createdAt customData hasPassword id identities isSuspended lastSignInAt name primaryEmail primaryPhone profile updatedAt username';
    expect((await fields('/users')).join(' ')).toBe(userFields);
    expect(await fields('/organizations')).not.toContain('updatedAt');
    expect(await fields('/organizations')).toEqual(
      expect.arrayContaining(['id', 'name', 'description', 'customData', 'isMfaRequired', 'createdAt']),
    );
    expect(await fields('/organization-roles')).toEqual(
      expect.arrayContaining(['id', 'name', 'description', 'type', 'scopes', 'resourceScopes']),
    );
    const [user] = rowsOf((await client.get('/users')).text);
    expect(new Date(Number(user?.createdAt)).getFullYear()).toBe(2025);
  });

  it('shows members with the roles that they hold, in the order in which they came', async () => {
    const [organizationId, members] = [...logto.tenant.memberships].find(([, { size }]) => size > 2) ?? [];
    const rows = await client.walk(`/organizations/${organizationId}/users`);
    expect(idsOf(rows)).toEqual([...(members?.keys() ?? [])]);
    const roleName = (id: string) => logto.tenant.organizationRoles.get(id)?.name;
    const expected = [...(members?.values() ?? [])].map((ids) => ids.map((id) => ({ id, name: roleName(id) })));
    expect(rows.map(({ organizationRoles }) => organizationRoles)).toEqual(expected);
  });

  it("shows a user's organizations on one page", async () => {
    const counts = new Map<string, number>();
    for (const { userId } of logto.tenant.truth().memberships) counts.set(userId, (counts.get(userId) ?? 0) + 1);
    const [userId, count] = [...counts].toSorted(([, left], [, right]) => right - left)[0] ?? [];
    const { text, headers } = await client.get(`/users/${userId}/organizations`);
    expect(rowsOf(text)).toHaveLength(count ?? -1);
    expect(rowsOf(text)[0]).toHaveProperty('organizationRoles');
    expect(headers.has('total-number')).toBe(false);
  });
});

describe('hosting', () => {
  it('has a logical resource when self-hosted, and no rate limit', async () => {
    expect(logto.resource).toBe('https://default.logto.app/api');
    const answers = await Promise.all(Array.from({ length: 210 }, () => client.get('/organizations?page_size=1')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('answers 200 calls in 10 seconds in the cloud, and 429 to the others', async () => {
    const cloud = await startOther({ hosting: 'cloud' });
    expect(cloud.resource).toBe(`${cloud.baseUrl}/api`);
    const { get } = await logtoClient(cloud);
    const answers = await Promise.all(Array.from({ length: 203 }, () => get('/organizations?page_size=1')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(3);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeLessThanOrEqual(10);
    cloud.reset();
    expect((await (await logtoClient(cloud)).get('/organizations')).status).toBe(200);
  });

  it('speaks https', async () => {
    const { key, cert } = await issueCertificates();
    const secure = await startOther({ https: { key, cert } });
    expect(secure.tokenUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/oidc\/token$/);
  });
});

describe('startLogto', () => {
  it('counts calls, keeps requests, and forgets both and every token on reset', async () => {
    await client.get('/users?page=2');
    await client.get('/organization-roles');
    expect(logto.calls).toMatchObject({ token: 1, users: 1, 'organization-roles': 1, organizations: 0, total: 3 });
    expect(logto.requests[1]).toMatchObject({ endpoint: 'users', method: 'GET', page: 2, attempt: 1, count: 1 });
    logto.use('users/status-500');
    logto.reset();
    expect([logto.calls.total, logto.requests.length]).toEqual([0, 0]);
    expect((await client.get('/users')).status).toBe(401);
  });

  it('keeps its tenant object when it is seeded again', async () => {
    const { tenant } = logto;
    logto.seed({ users: 3, organizations: 0 });
    expect(tenant.users.size).toBe(3);
    expect((await client.get('/organizations')).text).toBe('[]');
  });

  it('tells what broke when a variant of a test throws', async () => {
    logto.use({
      description: 'Broken.',
      rows: () => {
        throw new Error('a mistake in the test');
      },
    });
    const { status, text } = await client.get('/users');
    expect([status, text]).toEqual([500, 'The fake failed: a mistake in the test']);
  });

  it('knows nothing at an address that cannot be decoded', async () => {
    expect((await client.get('/organizations/%zz/users')).status).toBe(404);
  });
});

/** The values of the header lines `Link`, one by one: `fetch` joins them. */
function linksOf(path: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${client.token}` };
    request(logto.baseUrl + path, { headers, agent: false }, (response) => {
      resolve(response.headersDistinct.link ?? []);
      response.resume();
    })
      .on('error', reject)
      .end();
  });
}
