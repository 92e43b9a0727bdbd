import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { idsOf, type LogtoClient, logtoClient } from '../../testing/logto-client.ts';
import { type FakeLogto, startLogto } from '../start-logto.ts';
import { compareTruths, type LogtoTruth } from '../tenant/truth.ts';
import type { LogtoVariantName } from './index.ts';

let logto: FakeLogto;
let client: LogtoClient;
let before: LogtoTruth;

beforeAll(async () => {
  logto = await startLogto();
  client = await logtoClient(logto);
});

beforeEach(() => {
  logto.seed({ users: 250, organizations: 250, memberships: 4_000, creation: 'spread' });
  before = logto.tenant.truth();
});

afterAll(() => logto.close());

const missing = (ids: readonly string[], known: ReadonlyMap<string, unknown>) =>
  [...known.keys()].filter((id) => !ids.includes(id));

async function walkUnder(name: LogtoVariantName, path: string): Promise<string[]> {
  logto.use(name);
  return idsOf(await client.walk(path));
}

const changes = () => compareTruths(before, logto.tenant.truth());

/** An organization with two pages of members. */
function largeOrganization(): string {
  const { id } = logto.tenant.createOrganization({ name: 'Large' });
  logto.tenant.addMembers(id, [...logto.tenant.users.keys()].slice(0, 150));
  before = logto.tenant.truth();
  return id;
}

describe('users', () => {
  it('attack: one is created mid-walk: another is seen twice, the new one never', async () => {
    const ids = await walkUnder('walk/user-created', '/users');
    expect([ids.length, new Set(ids).size]).toEqual([251, 250]);
    expect(missing(ids, logto.tenant.users)).toEqual(changes().users.created);
  });

  it('attack: one is deleted mid-walk: another is never seen', async () => {
    const ids = await walkUnder('walk/user-deleted', '/users');
    expect(changes().users.deleted).toEqual([ids[0]]);
    expect(missing(ids, logto.tenant.users)).toHaveLength(1);
  });

  it('attack: one is replaced mid-walk: their number stays', async () => {
    const ids = await walkUnder('walk/user-replaced', '/users');
    expect([ids.length, new Set(ids).size, logto.tenant.users.size]).toEqual([250, 250, 250]);
    expect(missing(ids, logto.tenant.users)).toEqual(changes().users.created);
  });

  it('attack: they never keep still: some are seen twice, some never, in every walk', async () => {
    for (const _walk of [1, 2]) {
      const ids = await walkUnder('walk/users-restless', '/users');
      expect(new Set(ids).size).toBeLessThan(ids.length);
      expect(missing(ids, logto.tenant.users).length).toBeGreaterThan(0);
    }
  });

  it('attack: one is edited mid-walk', async () => {
    const ids = await walkUnder('walk/user-edited', '/users');
    expect(new Set(ids).size).toBe(250);
    expect(changes().users.modified).toEqual([ids[0]]);
  });
});

describe('organizations', () => {
  it('attack: one is created mid-walk', async () => {
    const ids = await walkUnder('walk/organization-created', '/organizations');
    expect([ids.length, changes().organizations.created.length]).toEqual([251, 1]);
  });

  it.each(['walk/organization-edited', 'walk/organizations-restless'] as const)(
    'attack: rows move mid-walk: some are seen twice, some never: %s',
    async (name) => {
      const ids = await walkUnder(name, '/organizations');
      expect(ids).toHaveLength(250);
      expect(new Set(ids).size).toBeLessThan(250);
      expect(changes().organizations.deleted).toEqual([]);
    },
  );

  it('attack: one is deleted mid-walk: another is never seen', async () => {
    const ids = await walkUnder('walk/organization-deleted-between-pages', '/organizations');
    expect(missing(ids, logto.tenant.organizations)).toHaveLength(1);
  });

  it('attack: one is deleted mid-sync: it looks empty', async () => {
    const id = largeOrganization();
    expect(await walkUnder('walk/organization-deleted', `/organizations/${id}/users`)).toEqual([]);
    expect(logto.tenant.organizations.has(id)).toBe(false);
  });

  it('attack: one is deleted between two pages of its members', async () => {
    const id = largeOrganization();
    expect(await walkUnder('walk/organization-deleted-between-members', `/organizations/${id}/users`)).toHaveLength(
      100,
    );
    expect(logto.tenant.organizations.has(id)).toBe(false);
  });
});

describe('members', () => {
  it('attack: one leaves between two pages: another is never seen', async () => {
    const id = largeOrganization();
    const ids = await walkUnder('walk/member-removed', `/organizations/${id}/users`);
    expect(missing(ids, logto.tenant.memberships.get(id) ?? new Map())).toHaveLength(1);
  });

  it('attack: one joins of whom the list of users knew nothing', async () => {
    const id = largeOrganization();
    const ids = await walkUnder('walk/member-created', `/organizations/${id}/users`);
    const [newcomer = ''] = changes().users.created;
    expect(ids).toContain(newcomer);
  });

  it('attack: one is deleted after the users were read', async () => {
    const id = largeOrganization();
    const ids = await walkUnder('walk/member-deleted', `/organizations/${id}/users`);
    const [gone = ''] = changes().users.deleted;
    expect([ids.length, ids.includes(gone)]).toEqual([149, false]);
  });

  it('attack: they hold a role of which the list of roles knew nothing', async () => {
    const id = largeOrganization();
    logto.use('walk/role-created');
    const rows = await client.walk(`/organizations/${id}/users`);
    const [role] = changes().organizationRoles.created;
    expect(rows.every(({ organizationRoles }) => JSON.stringify(organizationRoles).includes(`"${role}"`))).toBe(true);
  });
});
