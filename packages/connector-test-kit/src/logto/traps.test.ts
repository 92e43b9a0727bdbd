import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { idsOf, type LogtoClient, logtoClient, rowsOf } from '../testing/logto-client.ts';
import { type FakeLogto, startLogto } from './index.ts';

let logto: FakeLogto;
let client: LogtoClient;

beforeAll(async () => {
  logto = await startLogto();
  client = await logtoClient(logto);
});

beforeEach(() => logto.seed());
afterAll(() => logto.close());

const pageOfUsers = async (page: number, query = '') =>
  idsOf(rowsOf((await client.get(`/users?page=${page}&page_size=100${query}`)).text));

describe('users', () => {
  it('come in no order when created at one instant: a walk has as many rows as there are, some twice, some never', async () => {
    logto.seed({ users: 2_000, organizations: 0 });
    const ids = idsOf(await client.walk('/users'));
    expect(ids).toHaveLength(2_000);
    expect(new Set(ids).size).toBeLessThan(1_600);
    expect(new Set(ids).size).toBeGreaterThan(1_000);
  });

  it('give the same page again, until something is written', async () => {
    const before = await pageOfUsers(2);
    expect(await pageOfUsers(2)).toEqual(before);
    logto.tenant.suspendUser(before[0] ?? '', true);
    expect(await pageOfUsers(2)).not.toEqual(before);
  });

  it('come newest first when each was created at another instant, and none is missing', async () => {
    logto.seed({ users: 250, organizations: 0, creation: 'spread' });
    const rows = await client.walk('/users');
    const times = rows.map(({ createdAt }) => Number(createdAt));
    expect(times).toEqual(times.toSorted((left, right) => right - left));
    expect(new Set(idsOf(rows)).size).toBe(250);
  });

  it('shift past a walk when one is deleted', async () => {
    logto.seed({ users: 250, organizations: 0, creation: 'spread' });
    const [first, ...others] = await pageOfUsers(1);
    const before = await pageOfUsers(2);
    logto.tenant.deleteUser(first ?? '');
    const after = await pageOfUsers(2);
    expect([...others, ...after]).not.toContain(before[0]);
    expect(after.slice(0, -1)).toEqual(before.slice(1));
  });

  it('show one twice when one is created', async () => {
    logto.seed({ users: 250, organizations: 0, creation: 'spread' });
    const first = await pageOfUsers(1);
    logto.tenant.createUser();
    expect((await pageOfUsers(2))[0]).toBe(first.at(-1));
  });

  it('are all found by id prefixes that fit a page each', async () => {
    logto.seed({ users: 2_000, organizations: 0 });
    const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz'.split('');
    const parts = await Promise.all(alphabet.map((prefix) => pageOfUsers(1, `&search.id=%5E${prefix}&mode.id=posix`)));
    expect(new Set(parts.flat()).size).toBe(2_000);
    expect(parts.flat()).toHaveLength(2_000);
  });
});

describe('organizations', () => {
  const walked = async () => idsOf(await client.walk('/organizations'));

  it('have no order: rows move when they are edited', async () => {
    const before = await walked();
    for (const id of before.slice(0, 4)) logto.tenant.updateOrganization(id, { description: 'Edited' });
    const after = await walked();
    expect(after).not.toEqual(before);
    expect(after.toSorted()).toEqual(before.toSorted());
  });

  it('go missing when others are edited during a walk', async () => {
    logto.seed({ users: 1, organizations: 300, memberships: 0 });
    logto.use('walk/organizations-restless');
    const ids = await walked();
    logto.use();
    expect(new Set(ids).size).toBeLessThan(300);
  });

  it('that are deleted answer 200 with no members, and 404 themselves', async () => {
    const [id = ''] = logto.tenant.memberships.keys();
    logto.tenant.deleteOrganization(id);
    const { status, text, headers } = await client.get(`/organizations/${id}/users`);
    expect([status, text, headers.get('total-number')]).toEqual([200, '[]', '0']);
    expect((await client.get(`/organizations/${id}`)).status).toBe(404);
  });

  it('show their members in a stable order', async () => {
    logto.seed({ users: 300, organizations: 1, memberships: 250 });
    const [id] = logto.tenant.organizations.keys();
    const ids = idsOf(await client.walk(`/organizations/${id}/users`));
    logto.tenant.updateUser(ids[0] ?? '', { name: 'Renamed' });
    expect(idsOf(await client.walk(`/organizations/${id}/users`))).toEqual(ids);
    expect(new Set(ids).size).toBe(250);
  });
});

describe('user search', () => {
  const search = async (query: string) => {
    const { text, headers } = await client.get(`/users?page_size=100&${query}`);
    return { ids: idsOf(rowsOf(text)).toSorted(), total: Number(headers.get('total-number')) };
  };
  const expected = (matches: (user: { id: string; username: string | null; primaryEmail: string | null }) => boolean) =>
    [...logto.tenant.users.values()]
      .filter((user) => matches(user))
      .map(({ id }) => id)
      .toSorted();

  it('takes regular expressions for ids, and counts what it finds', async () => {
    const ids = expected(({ id }) => /^[ab]/.test(id));
    expect(ids.length).toBeGreaterThan(0);
    expect(await search('search.id=%5E%5Bab%5D&mode.id=posix')).toEqual({ ids, total: ids.length });
  });

  it('does not mind case unless told to', async () => {
    logto.seed({ ids: 'mixed-case' });
    const either = expected(({ id }) => /^a/i.test(id));
    const exact = expected(({ id }) => id.startsWith('a'));
    expect(either).not.toEqual(exact);
    expect((await search('search.id=%5Ea&mode.id=posix')).ids).toEqual(either);
    expect((await search('search.id=%5Ea&mode.id=posix&isCaseSensitive=true')).ids).toEqual(exact);
  });

  it('finds several values at once when they are exact', async () => {
    const query = ['user.1@example.test', 'USER.2@example.test', 'nobody@example.test']
      .map((address) => `search.primaryEmail=${encodeURIComponent(address)}`)
      .join('&');
    const ids = expected(({ primaryEmail }) => /^user\.[12]@/.test(primaryEmail ?? ''));
    expect((await search(`${query}&mode.primaryEmail=exact`)).ids).toEqual(ids);
  });

  it('takes patterns with % unless told otherwise, in one field or in all, joined by or or and', async () => {
    const one = expected(({ username }) => /_1.$/.test(username ?? ''));
    expect((await search('search.username=%25%5C_1_')).ids).toEqual(one);
    expect((await search('search.username=user_1_')).ids).toEqual(one);
    expect((await search('search=user%5C_1_')).ids).toEqual(one);
    expect((await search('search.username=user_1_&search.primaryEmail=user.7%25')).ids.length).toBeGreaterThan(
      one.length,
    );
    expect((await search('search.username=user_1_&search.primaryEmail=user.7%25&joint=and')).ids).toEqual([]);
  });

  it.each([
    'search.id=',
    'search.customData=x',
    'search.id=(&mode.id=posix',
    'search.id=a&search.id=b&mode.id=posix',
    'search.id=a&mode.id=similar_to',
  ])('refuses %s', async (query) => {
    const { status, text } = await client.get(`/users?${query}`);
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ code: 'request.invalid_input' });
  });
});
