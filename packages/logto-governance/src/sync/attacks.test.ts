import type { LogtoVariantName } from '@jackfield/connector-test-kit/logto';
import { onlyWhen } from '@jackfield/connector-test-kit/logto';
import { describe, expect, it } from 'vitest';
import {
  differenceFrom,
  noDifference,
  takeSnapshot,
  testDatabase,
  testLogto,
  testSnapshots,
} from '../testing/setup.ts';

const seed = { users: 450, organizations: 8, memberships: 300 } as const;

/** A snapshot of a tenant with these variants must be sealed, and as the tenant is. */
async function expectTrue(variant: LogtoVariantName, changes = {}): Promise<void> {
  const logto = await testLogto({ seed: { ...seed, ...changes } });
  logto.use(variant);
  const { result, database } = await takeSnapshot(logto);
  expect(result).toMatchObject({ state: 'Connected', problems: [] });
  expect(await differenceFrom(logto, database, result.snapshot)).toEqual(noDifference);
}

/** A snapshot must not be sealed, for these reasons. */
async function expectUnsealed(variant: LogtoVariantName, invariants: readonly string[]): Promise<void> {
  const logto = await testLogto({ seed });
  logto.use(variant);
  const { result, database } = await takeSnapshot(logto);
  expect(result.state).toBe('Incomplete');
  expect(result.problems.map(({ invariant }) => invariant)).toEqual(expect.arrayContaining([...invariants]));
  expect((await testSnapshots(database)).list()[0]).toMatchObject({ state: 'Incomplete', problems: result.problems });
}

/** The sync must fail with this code, and leave nothing that is sealed. */
async function expectFailure(variant: LogtoVariantName, code: string): Promise<void> {
  const logto = await testLogto({ seed });
  logto.use(variant);
  const database = testDatabase();
  await expect(takeSnapshot(logto, { database, config: { retries: 2 } })).rejects.toMatchObject({ code });
  const snapshots = await testSnapshots(database);
  expect(snapshots.list().map(({ state }) => state)).toEqual(['Failed']);
  expect(() => snapshots.get()).toThrow();
}

describe('attacks on what is read', () => {
  it.each(['users/pages-end-early', 'users/page-empty', 'users/page-short', 'users/pages-skip'] as const)(
    'attack: pagination ending early (%s): what is missing is found',
    (variant) => expectTrue(variant, { creation: 'spread' }),
  );

  it.each(['organizations/row-lost', 'members/row-lost', 'users/pages-small'] as const)(
    'attack: pagination ending early (%s): what cannot be found is not sealed',
    (variant) =>
      expectUnsealed(variant, [
        {
          'organizations/row-lost': 'organizations-agree',
          'members/row-lost': 'members-total',
          'users/pages-small': 'users-total',
        }[variant],
      ]),
  );

  it.each([
    'walk/user-created',
    'walk/user-deleted',
    'walk/user-replaced',
    'walk/organization-created',
    'walk/organization-edited',
    'walk/organization-deleted-between-pages',
    'walk/organization-deleted',
    'walk/organization-deleted-between-members',
    'walk/member-removed',
    'walk/member-created',
    'walk/member-deleted',
    'walk/role-created',
  ] as const)('attack: page drift (%s)', async (variant) => {
    await expectTrue(variant, { creation: 'spread', organizations: 130, memberships: 900 });
  });

  it('attack: page drift without an end is not sealed', async () => {
    const logto = await testLogto({ seed });
    logto.use({
      description: 'One user comes and another one goes before every look at the users.',
      before: ({ tenant }, { endpoint }) => {
        const [oldest] = tenant.users.keys();
        if (endpoint !== 'users' || oldest === undefined) return;
        tenant.createUser({ name: 'Newcomer' });
        tenant.deleteUser(oldest);
      },
    });
    const { result } = await takeSnapshot(logto);
    expect(result.problems.map(({ invariant }) => invariant)).toContain('users-still');
  });

  it.each(['users/row-repeated', 'users/pages-overlap', 'members/row-repeated', 'members/role-repeated'] as const)(
    'attack: duplicate ids (%s)',
    (variant) => expectTrue(variant),
  );

  it.each(['users/pages-endless', 'organizations/pages-endless', 'members/pages-endless'] as const)(
    'attack: pages that begin anew behind the last one (%s)',
    (variant) => expectTrue(variant),
  );

  it('attack: unchanged pages: the walk ends, and what is missing is found', () => expectTrue('users/pages-unchanged'));

  it('attack: unchanged pages without an end, with a total without an end', async () => {
    const logto = await testLogto({ seed });
    const everyPage = onlyWhen('users/pages-unchanged', ({ url }) => !url.searchParams.has('search.id'));
    const unbelievable = { description: 'A total of a million.', total: () => '1000000' };
    logto.use(
      everyPage,
      onlyWhen(unbelievable, ({ endpoint }) => endpoint === 'users'),
    );
    const { result } = await takeSnapshot(logto);
    expect(result.state).toBe('Incomplete');
    expect(logto.calls.users).toBeLessThan(150);
  });

  it.each(['users/total-missing', 'users/total-low', 'users/total-high', 'organizations/total-missing'] as const)(
    'attack: a Total-Number that is missing or lies (%s)',
    (variant) => expectUnsealed(variant, [variant.startsWith('users') ? 'users-total' : 'organizations-agree']),
  );

  it.each(['rate-limit/storm', 'rate-limit/missing', 'rate-limit/nonsense', 'rate-limit/zero'] as const)(
    'attack: 429 storm (%s)',
    (variant) => expectTrue(variant),
  );

  it.each(['rate-limit/negative', 'rate-limit/date-past', 'rate-limit/date-broken'] as const)(
    'attack: Retry-After negative or a date (%s)',
    (variant) => expectTrue(variant),
  );

  it('attack: Retry-After a date to wait for', async () => {
    const logto = await testLogto({ seed: { users: 5, organizations: 1, memberships: 1 } });
    logto.use('rate-limit/date');
    const { result } = await takeSnapshot(logto);
    expect(result.state).toBe('Connected');
  });

  it.each(['rate-limit/huge', 'rate-limit/date-far'] as const)(
    'attack: Retry-After huge (%s): the sync ends and says when to come back, and goes on then',
    async (variant) => {
      const logto = await testLogto({ seed });
      logto.use(variant);
      const database = testDatabase();
      await expect(takeSnapshot(logto, { database })).rejects.toMatchObject({
        code: 'rate_limit_exceeded',
        retryAfter: 86_400,
      });
      logto.use();
      const { result } = await takeSnapshot(logto, { database });
      expect(result).toMatchObject({ state: 'Connected', resumed: true });
      expect(await differenceFrom(logto, database, result.snapshot)).toEqual(noDifference);
    },
  );

  it('attack: truncated JSON', () => expectFailure('members/truncated', 'invalid_response'));
  it('attack: truncated JSON now and then', () => expectTrue('members/truncated-now-and-then'));
  it('attack: an error body with 200', () => expectFailure('members/error-with-200', 'invalid_response'));
  it('attack: an error body with 200 instead of a token', () =>
    expectFailure('token/error-with-200', 'invalid_response'));

  it.each(['token/expires-midway', 'token/expires-often', 'token/lifetime-zero', 'token/lifetime-text'] as const)(
    'attack: a token expiring mid-sync (%s)',
    (variant) => expectTrue(variant),
  );

  it.each(['token/role-lost-midway', 'token/app-deleted-midway', 'token/role-missing'] as const)(
    'attack: rights lost mid-sync (%s)',
    (variant) => expectFailure(variant, 'invalid_config'),
  );

  it.each([
    ['members/unknown-user', 'members-known'],
    ['members/unknown-role', 'roles-known'],
    ['members/roles-missing', 'members-roles'],
    ['members/status-404', 'members-found'],
  ] as const)('attack: a dangling reference, or a missing one (%s), is not sealed', (variant, invariant) =>
    expectUnsealed(variant, [invariant]),
  );

  it('attack: a role of machines that a person holds is not sealed', async () => {
    const logto = await testLogto({ seed });
    const machine = [...logto.tenant.organizationRoles.values()].find(({ type }) => type === 'MachineToMachine');
    logto.use({
      description: 'Every member holds the role of machines.',
      rows: (rows, { endpoint }) =>
        endpoint === 'members' ? rows.map((row) => Object.assign({}, row, { organizationRoles: [machine] })) : rows,
    });
    const { result } = await takeSnapshot(logto);
    expect(result.problems.map(({ invariant }) => invariant)).toEqual(['roles-for-users']);
  });

  it.each(['users/redirect-302', 'users/redirect-307', 'token/redirect-307'] as const)(
    'attack: a redirect (%s) is refused, and nothing is forwarded',
    async (variant) => {
      const logto = await testLogto({ seed });
      logto.use(variant);
      await expect(takeSnapshot(logto)).rejects.toMatchObject({ code: 'invalid_response' });
      expect(logto.trap.requests).toEqual([]);
    },
  );

  it.each(['users/gigantic', 'users/gzip-bomb', 'users/deeply-nested', 'users/html'] as const)(
    'attack: an answer that is no list (%s)',
    (variant) => expectFailure(variant, 'invalid_response'),
  );

  it('attack: ids that lead elsewhere, as parts of an address or of an entitlement', () =>
    expectFailure('organizations/row-id-odd', 'invalid_response'));

  it('attack: a revoke computed from half a snapshot: what is not sealed is not compared', async () => {
    const logto = await testLogto({ seed });
    const database = testDatabase();
    const { result: first } = await takeSnapshot(logto, { database });
    logto.use('users/total-high');
    const { result: second } = await takeSnapshot(logto, { database });
    const snapshots = await testSnapshots(database);
    expect(() => snapshots.diff(first.snapshot, second.snapshot)).toThrow(
      expect.objectContaining({ code: 'invalid_request_parameters' }),
    );
    expect(snapshots.get().id).toBe(first.snapshot);
    const apparent = [...snapshots.diff(first.snapshot, second.snapshot, { allowUnsealed: true })];
    expect(
      apparent.filter(({ change }) => change === 'deleted').length,
      'what would have been revoked',
    ).toBeGreaterThan(0);
  });
});
