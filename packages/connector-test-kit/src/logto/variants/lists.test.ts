import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { idsOf, type LogtoClient, logtoClient, rowsOf } from '../../testing/logto-client.ts';
import { type FakeLogto, startLogto } from '../start-logto.ts';
import type { LogtoVariantName } from './index.ts';

let logto: FakeLogto;
let client: LogtoClient;
let honest: string[];

beforeAll(async () => {
  logto = await startLogto({ seed: { users: 250, organizations: 2, memberships: 300, creation: 'spread' } });
  client = await logtoClient(logto);
  honest = idsOf(await client.walk('/users'));
});

afterEach(() => logto.use());
afterAll(() => logto.close());

async function walkUnder(name: LogtoVariantName): Promise<string[]> {
  logto.use(name);
  return idsOf(await client.walk('/users', 5));
}

async function firstRowUnder(name: LogtoVariantName): Promise<Record<string, unknown>> {
  logto.use(name);
  return rowsOf((await client.get('/users')).text)[0] ?? {};
}

async function pageUnder(name: LogtoVariantName, page: number): Promise<{ ids: string[]; total: string | null }> {
  logto.use(name);
  const { text, headers } = await client.get(`/users?page=${page}&page_size=100`);
  return { ids: idsOf(rowsOf(text)), total: headers.get('total-number') };
}

describe('pages', () => {
  it('attack: pagination ends early: every page after the first is empty', async () => {
    expect(await walkUnder('users/pages-end-early')).toEqual(honest.slice(0, 100));
    expect((await pageUnder('users/pages-end-early', 2)).total).toBe('250');
  });

  it('attack: pagination ends early: an empty page in the middle', async () => {
    expect((await pageUnder('users/page-empty', 2)).ids).toEqual([]);
    expect((await pageUnder('users/page-empty', 3)).ids).toEqual(honest.slice(200));
  });

  it('attack: pagination ends early: a short page in the middle', async () => {
    expect((await pageUnder('users/page-short', 2)).ids).toEqual(honest.slice(100, 199));
    expect((await pageUnder('users/page-short', 3)).ids).toEqual(honest.slice(200));
  });

  it('attack: unchanged pages', async () => {
    const first = honest.slice(0, 100);
    expect(await walkUnder('users/pages-unchanged')).toEqual([first, first, first, first, first].flat());
  });

  it('attack: unchanged pages: behind the last it begins anew', async () => {
    const first = honest.slice(0, 100);
    expect(await walkUnder('users/pages-endless')).toEqual([...honest, ...first, ...first]);
  });

  it('shows small pages', async () => {
    expect(await walkUnder('users/pages-small')).toEqual(honest.slice(0, 100));
    expect((await pageUnder('users/pages-small', 13)).ids).toEqual(honest.slice(240));
  });

  it('attack: page drift: pages overlap', async () => {
    expect((await pageUnder('users/pages-overlap', 3)).ids[0]).toBe(honest[198]);
  });

  it('attack: page drift: pages skip', async () => {
    const ids = await walkUnder('users/pages-skip');
    expect(honest.filter((id) => !ids.includes(id))).toEqual([honest[100], honest[201]]);
  });

  it('leaves the other lists alone', async () => {
    logto.use('members/pages-end-early');
    expect(idsOf(await client.walk('/users'))).toEqual(honest);
    const [id] = [...logto.tenant.memberships].find(([, { size }]) => size > 100) ?? [];
    expect(await client.walk(`/organizations/${id}/users`)).toHaveLength(100);
  });
});

describe('Total-Number', () => {
  it.each([
    ['users/total-missing', null],
    ['users/total-empty', ''],
    ['users/total-zero', '0'],
    ['users/total-low', '249'],
    ['users/total-high', '251'],
    ['users/total-negative', '-1'],
    ['users/total-fraction', '250.5'],
    ['users/total-nonsense', 'many'],
    ['users/total-twice', '250, 250'],
    ['users/total-huge', '9'.repeat(400)],
  ] as const)('attack: %s', async (name, total) => {
    expect(await pageUnder(name, 1)).toEqual({ ids: honest.slice(0, 100), total });
  });

  it('attack: it is on the first page only', async () => {
    expect((await pageUnder('users/total-missing-later', 1)).total).toBe('250');
    expect((await pageUnder('users/total-missing-later', 2)).total).toBeNull();
  });

  it('attack: it changes', async () => {
    logto.use('users/total-changing');
    const total = async () => (await client.get('/users')).headers.get('total-number');
    expect([await total(), await total(), await total()]).toEqual(['250', '251', '250']);
  });
});

describe('rows', () => {
  it('attack: duplicate ids', async () => {
    const { ids } = await pageUnder('users/row-repeated', 1);
    expect(ids).toEqual([honest[0], ...honest.slice(0, 100)]);
  });

  it('attack: duplicate ids with other data', async () => {
    logto.use('users/row-repeated-otherwise');
    const rows = rowsOf((await client.get('/users')).text);
    expect(rows.at(-1)).toEqual({ ...rows[0], name: 'Somebody else' });
  });

  it('attack: a row is left out', async () => {
    expect(await walkUnder('users/row-lost')).toEqual(honest.slice(1));
  });

  it.each([
    ['users/row-id-null', null],
    ['users/row-id-empty', ''],
    ['users/row-id-number', 42],
    ['users/row-id-object', { value: 'x' }],
    ['users/row-id-very-long', 'x'.repeat(2_000)],
    ['users/row-id-odd', `a:b/../c?d#e'"%\u001B[31m`],
    ['users/row-id-prototype', '__proto__'],
  ] as const)('attack: %s', async (name, id) => {
    expect(await firstRowUnder(name)).toMatchObject({ id, username: 'user_249' });
  });

  it.each([
    ['users/row-null', '[null,{'],
    ['users/row-text', '["row",{'],
    ['users/row-list', '[[],{'],
  ] as const)('attack: %s', async (name, beginning) => {
    logto.use(name);
    expect((await client.get('/users')).text.slice(0, beginning.length)).toBe(beginning);
  });

  it('attack: no id', async () => {
    const row = await firstRowUnder('users/row-id-missing');
    expect(row).toHaveProperty('username');
    expect(row).not.toHaveProperty('id');
  });

  it('attack: fields that are missing', async () => {
    expect(await firstRowUnder('users/rows-bare')).toEqual({ id: honest[0] });
  });

  it('attack: fields that nobody has heard of', async () => {
    expect(await firstRowUnder('users/rows-extended')).toMatchObject({
      id: honest[0],
      somethingNew: { since: '1.99' },
    });
  });

  it('attack: fields of other types', async () => {
    const row = await firstRowUnder('users/rows-mistyped');
    expect(row).toMatchObject({ id: honest[0], username: 7, isSuspended: expect.stringMatching(/true|false/) });
    expect(row.createdAt).toMatch(/^\d{13}$/);
  });

  it('stays an empty page where there are no rows', async () => {
    logto.use('users/row-null', 'users/row-repeated');
    expect((await client.get('/users?page=9&page_size=100')).text).toBe('[]');
  });
});

describe('members', () => {
  const membersUnder = async (name: LogtoVariantName) => {
    logto.use(name);
    const id = [...logto.tenant.memberships].find(([, { size }]) => size > 100)?.[0] ?? '';
    const page = async (number: number) =>
      rowsOf((await client.get(`/organizations/${id}/users?page=${number}&page_size=100`)).text);
    return { first: await page(1), second: await page(2) };
  };

  it.each([
    ['members/roles-null', null],
    ['members/roles-object', {}],
    ['members/role-null', [null]],
    ['members/role-without-id', [{ name: 'admin' }]],
    ['members/unknown-role', [{ id: 'roleofnowhere', name: 'ghost' }]],
  ] as const)('attack: %s', async (name, organizationRoles) => {
    const { first, second } = await membersUnder(name);
    expect(first[0]?.organizationRoles).toEqual(organizationRoles);
    expect(first[1]?.organizationRoles).not.toEqual(organizationRoles);
    expect(second[0]?.organizationRoles).not.toEqual(organizationRoles);
  });

  it('attack: a member who is no user of the tenant', async () => {
    const { first } = await membersUnder('members/unknown-user');
    expect(first.filter(({ id }) => !logto.tenant.users.has(String(id)))).toHaveLength(1);
  });

  it('attack: a member without roles', async () => {
    const { first } = await membersUnder('members/roles-missing');
    expect(first.filter((row) => !('organizationRoles' in row))).toHaveLength(1);
  });

  it('attack: a role held twice', async () => {
    const id = [...logto.tenant.memberships].find(([, { size }]) => size > 100)?.[0] ?? '';
    const [member = ''] = logto.tenant.memberships.get(id)?.keys() ?? [];
    const [role = ''] = logto.tenant.organizationRoles.keys();
    logto.tenant.setRoles(id, member, [role]);
    const { first } = await membersUnder('members/role-repeated');
    expect(first[0]?.organizationRoles).toEqual([
      expect.objectContaining({ id: role }),
      expect.objectContaining({ id: role }),
    ]);
  });
});
