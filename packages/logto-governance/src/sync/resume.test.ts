import { describe, expect, it } from 'vitest';
import { killDuringSync, seededRandom } from '../testing/kills.ts';
import {
  differenceFrom,
  noDifference,
  takeSnapshot,
  testDatabase,
  testLogto,
  testRuntime,
  testSnapshots,
  truthIn,
} from '../testing/setup.ts';

const day = 86_400_000;

describe('resuming', () => {
  let middles = 0;

  it.each(Array.from({ length: 20 }, (_, index) => index + 1))(
    'attack: kill -9 mid-sync, seed %i: the resumed snapshot equals an undisturbed one',
    async (seed) => {
      const random = seededRandom(seed);
      const logto = await testLogto({ seed: { seed, users: 420, organizations: 30, memberships: 500 } });
      const undisturbed = await takeSnapshot(logto);
      const database = testDatabase();
      const point = 1 + Math.floor(random() * (undisturbed.result.requests - 1));
      const killed = await killDuringSync(logto, database, point, Math.floor(random() * 12));
      const { result } = await takeSnapshot(logto, { database });
      expect(result.state).toBe('Connected');
      if (killed.signal === 'SIGKILL' && result.resumed) middles += 1;
      expect(await truthIn(database, result.snapshot)).toEqual(await truthIn(undisturbed.database, 1));
      expect(await differenceFrom(logto, database, result.snapshot)).toEqual(noDifference);
    },
  );

  it('was tried in earnest: most of the kills hit a sync that had begun', () => {
    expect(middles).toBeGreaterThan(12);
  });

  it('goes on after it was stopped, and asks for nothing again that was read', async () => {
    const logto = await testLogto({ seed: { users: 2_000, organizations: 40, memberships: 900, creation: 'spread' } });
    const undisturbed = await takeSnapshot(logto);
    const database = testDatabase();
    const stop = new AbortController();
    const stopped = await takeSnapshot(logto, {
      database,
      signal: stop.signal,
      onProgress: ({ phase, done }) => {
        if (phase === 'members' && done === 20) stop.abort();
      },
    });
    expect(stopped.result).toMatchObject({ state: 'Syncing', problems: [] });
    const { result } = await takeSnapshot(logto, { database });
    expect(result).toMatchObject({ snapshot: stopped.result.snapshot, state: 'Connected', resumed: true });
    expect(result.requests).toBeLessThan(undisturbed.result.requests / 2 + 8);
    expect(await truthIn(database, result.snapshot)).toEqual(await truthIn(undisturbed.database, 1));
  });

  it('goes on after a failure, until seven days later', async () => {
    const logto = await testLogto({ seed: { users: 150, organizations: 3, memberships: 20 } });
    const start = Date.UTC(2026, 0, 1);
    for (const [later, resumed] of [
      [7 * day - 1, true],
      [7 * day, false],
    ] as const) {
      const database = testDatabase();
      let now = start;
      const runtime = testRuntime({ clock: { now: () => now } });
      logto.use('members/status-500');
      await expect(takeSnapshot(logto, { database, runtime, config: { retries: 0 } })).rejects.toMatchObject({
        code: 'provider_unavailable',
      });
      expect((await testSnapshots(database)).list()).toMatchObject([{ id: 1, state: 'Failed', startedAt: start }]);
      logto.use();
      now = start + later;
      const { result } = await takeSnapshot(logto, { database, runtime });
      expect(result).toMatchObject({ state: 'Connected', resumed, snapshot: resumed ? 1 : 2 });
    }
  });

  it('never mixes tenants', async () => {
    const database = testDatabase();
    const one = await testLogto({ seed: { users: 150, organizations: 3, memberships: 20 } });
    const other = await testLogto({ seed: { seed: 2, users: 20, organizations: 2, memberships: 5 } });
    one.use('members/status-500');
    await expect(takeSnapshot(one, { database, config: { retries: 0 } })).rejects.toMatchObject({
      code: 'provider_unavailable',
    });
    const { result } = await takeSnapshot(other, { database });
    expect(result).toMatchObject({ resumed: false, snapshot: 2, counts: { user: 20 } });
    one.use();
    expect((await takeSnapshot(one, { database })).result).toMatchObject({ resumed: true, snapshot: 1 });
  });
});
