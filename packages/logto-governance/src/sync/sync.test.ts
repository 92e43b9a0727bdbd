import type { SyncProgress } from '@jackfield/connector-kit';
import { describe, expect, it } from 'vitest';
import {
  differenceFrom,
  noDifference,
  takeSnapshot,
  testDatabase,
  textFile,
  testLogto,
  testRuntime,
  testSnapshots,
} from '../testing/setup.ts';

describe('a sync', () => {
  it('reads a tenant of users of one instant completely, and seals', async () => {
    const logto = await testLogto({ seed: { users: 1_250, organizations: 20, memberships: 900 } });
    const { result, database } = await takeSnapshot(logto);
    expect(result).toMatchObject({ state: 'Connected', resumed: false, problems: [] });
    expect(result.counts).toMatchObject({ user: 1_250, organization: 20, 'organization-role': 4 });
    expect(result.notes.join()).toMatch(/\d+ users were missed by the list and found by searching for ids/);
    expect(await differenceFrom(logto, database, result.snapshot)).toEqual(noDifference);
  });

  it('needs little more than the least possible number of requests where nothing must be recovered', async () => {
    const logto = await testLogto({
      seed: { users: 3_950, organizations: 150, memberships: 9_000, creation: 'spread' },
    });
    const { result } = await takeSnapshot(logto);
    const members = [...logto.tenant.memberships.values()].map(({ size }) => Math.ceil(size / 100));
    const empty = 150 - members.filter((pages) => pages > 0).length;
    const least = 40 + 2 + members.reduce((sum, pages) => sum + pages, 0) + empty + 1;
    expect(result.state).toBe('Connected');
    expect(result.requests).toBe(logto.calls.total);
    expect(result.requests).toBeLessThanOrEqual(Math.ceil(least * 1.05));
  });

  it.each(['mixed-case', 'uuid-v7'] as const)('recovers users whose ids are of the form %s', async (ids) => {
    const logto = await testLogto({ seed: { users: 900, organizations: 3, memberships: 300, ids } });
    const { result, database } = await takeSnapshot(logto);
    expect(result.state).toBe('Connected');
    expect(await differenceFrom(logto, database, result.snapshot)).toEqual(noDifference);
  });

  it('reads users only where there are no organizations, and says so', async () => {
    const logto = await testLogto({ seed: { users: 30, organizations: 0, memberships: 0 } });
    const { result } = await takeSnapshot(logto);
    expect(result.state).toBe('Connected');
    expect(result.notes).toContain('The tenant has no organizations: users only.');
    expect(logto.calls.members).toBe(0);
  });

  it('reads an empty tenant', async () => {
    const logto = await testLogto({ seed: { users: 0, organizations: 0, memberships: 0, organizationRoles: 0 } });
    const { result } = await takeSnapshot(logto);
    expect(result).toMatchObject({ state: 'Connected', counts: { user: 0, grants: 0 } });
  });

  it('keeps fields that it does not know, and reports those that are missing', async () => {
    const logto = await testLogto({ seed: { users: 12, organizations: 2, memberships: 8, oddNames: false } });
    logto.use('users/rows-extended');
    const extended = await takeSnapshot(logto);
    const [user] = (await testSnapshots(extended.database)).get().resources('user');
    expect(Object.keys(user?.profile ?? {})).toEqual(expect.arrayContaining(['id', 'name', 'isSuspended']));
    expect(Object.keys(user?.profile ?? {}).length).toBeGreaterThan(15);

    logto.use('users/rows-bare');
    const bare = await takeSnapshot(logto);
    expect(bare.result.state).toBe('Connected');
    expect(bare.result.notes).toContain('12 records of type user came without the field isSuspended.');
    const [bareUser] = (await testSnapshots(bare.database)).get().resources('user');
    expect(bareUser).not.toHaveProperty('status');
  });

  it('never has more requests under way than it may, and fewer when Logto limits the rate', async () => {
    const logto = await testLogto({
      seed: { users: 700, organizations: 40, memberships: 400, creation: 'spread' },
      rateLimit: { requests: 30, seconds: 1 },
    });
    const paused: SyncProgress[] = [];
    const onProgress = (progress: SyncProgress): void => {
      if (progress.pausedFor !== undefined) paused.push(progress);
    };
    const { result } = await takeSnapshot(logto, { onProgress, config: { retries: 8 } });
    expect(result.state).toBe('Connected');
    expect(paused.length).toBeGreaterThan(0);
    // The least is 88: those refused are a small part of all.
    expect(result.requests).toBeLessThan(120);
  });

  it('tells how far it is', async () => {
    const logto = await testLogto({ seed: { users: 250, organizations: 5, memberships: 40, creation: 'spread' } });
    const seen: SyncProgress[] = [];
    await takeSnapshot(logto, { onProgress: (progress) => seen.push(progress) });
    expect([...new Set(seen.map(({ phase }) => phase))]).toEqual([
      'organization-roles',
      'users',
      'organizations',
      'members',
    ]);
    expect(seen.findLast(({ phase }) => phase === 'users')).toMatchObject({ done: 250, total: 250 });
    expect(seen.findLast(({ phase }) => phase === 'members')).toMatchObject({ done: 5, total: 5 });
  });

  it('keeps the last snapshots, and the last sealed one in any case', async () => {
    const logto = await testLogto({ seed: { users: 5, organizations: 1, memberships: 2 } });
    const database = testDatabase();
    for (let time = 0; time < 4; time += 1) await takeSnapshot(logto, { database, keep: 2 });
    logto.use('users/total-high');
    for (let time = 0; time < 3; time += 1) await takeSnapshot(logto, { database, keep: 2 });
    const states = (await testSnapshots(database)).list().map(({ id, state }) => `${id} ${state}`);
    expect(states).toEqual(['7 Incomplete', '6 Incomplete', '4 Connected']);
  });

  it('refuses to write where another sync writes', async () => {
    const logto = await testLogto({ seed: { users: 300, organizations: 2, memberships: 4 } });
    const database = testDatabase();
    const [one, other] = await Promise.allSettled([
      takeSnapshot(logto, { database }),
      takeSnapshot(logto, { database }),
    ]);
    expect([one.status, other.status].toSorted()).toEqual(['fulfilled', 'rejected']);
    const { reason } = [one, other].find((result) => result.status === 'rejected') as PromiseRejectedResult;
    expect(reason).toMatchObject({ code: 'general', hint: expect.stringContaining('Another sync') });
  });

  it('refuses a file that is no database of snapshots, and a folder that is not there', async () => {
    const logto = await testLogto({ seed: { users: 1, organizations: 0, memberships: 0 } });
    for (const database of [textFile(), '/nowhere/at/all.db']) {
      await expect(takeSnapshot(logto, { database })).rejects.toMatchObject({ code: 'general' });
    }
    expect(logto.calls.total).toBe(0);
  });

  it('does not reach hosts that the outbound policy refuses', async () => {
    const logto = await testLogto({ seed: { users: 1, organizations: 0, memberships: 0 } });
    const runtime = testRuntime({ egress: {} });
    await expect(takeSnapshot(logto, { runtime })).rejects.toMatchObject({ code: 'egress_refused' });
    expect(logto.calls.total).toBe(0);
  });
});
