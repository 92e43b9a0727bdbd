import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { type Database, openDatabase } from '../database/database.ts';
import type { Log } from '../log.ts';
import { onEachDatabase } from '../testing/databases.ts';
import { startPostgres } from '../testing/postgres-process.ts';
import { announceChange } from './announce-change.ts';
import { watchChanges } from './change-feed.ts';

const opened: { close(): Promise<void> }[] = [];
const closeAll = async () => {
  for (const one of opened.splice(0).toReversed()) await one.close();
};
afterEach(closeAll);
const tracked = <Closable extends { close(): Promise<void> }>(one: Closable): Closable => {
  opened.push(one);
  return one;
};

const announce = (database: Database) => database.write((tx) => announceChange(tx, database));

/** Counts the calls, and waits for the next ones. */
const counter = () => {
  const calls = { count: 0 };
  const reaches = (count: number, timeout = 5000) =>
    vi.waitFor(() => expect(calls.count).toBeGreaterThanOrEqual(count), { timeout, interval: 5 });
  return { calls, reaches, onChange: () => void (calls.count += 1) };
};

/** Watches, and waits until it hears everything. */
const watch = async (context: { database: Database; log: Log }, interval?: number) => {
  const { calls, reaches, onChange } = counter();
  tracked(watchChanges(context, onChange, interval === undefined ? {} : { interval }));
  // One call at the start, and one when PostgreSQL's channel is open.
  await reaches(context.database.listener ? 2 : 1);
  return { calls, reaches };
};

onEachDatabase((open, kind) => {
  // Before the databases are closed, which wait for the connection that listens.
  afterEach(closeAll);

  test('a change in one process is in force in another within a second', async () => {
    const host = await open();
    const { calls, reaches } = await watch(await host.again());
    for (let round = 0; round < 3; round += 1) {
      const before = calls.count;
      const start = performance.now();
      await announce(host.database);
      await reaches(before + 1, 1000);
      expect(performance.now() - start).toBeLessThan(1000);
    }
  });

  test('looking at the revision alone is enough, and nothing is called without a change', async () => {
    const host = await open();
    const { calls, reaches } = await watch({ ...host, database: { ...host.database, listener: undefined } }, 20);
    await announce(host.database);
    await reaches(2, 1000);
    await wait(100);
    expect(calls.count).toBe(2);
  });

  test('a change that is rolled back is not announced', async () => {
    const host = await open();
    const { calls } = await watch(host, 20);
    const before = calls.count;
    const failing = host.database.write(async (tx) => {
      await announceChange(tx, host.database);
      throw new Error('stop');
    });
    await expect(failing).rejects.toThrow('stop');
    await wait(100);
    expect(calls.count).toBe(before);
  });

  test('a failing receiver is called again, never twice at once, and logged once', async () => {
    const host = await open();
    let running = 0;
    let most = 0;
    let calls = 0;
    tracked(
      watchChanges(
        host,
        async () => {
          calls += 1;
          running += 1;
          most = Math.max(most, running);
          await wait(20);
          running -= 1;
          if (calls < 5) throw new Error('not yet');
        },
        { interval: 5 },
      ),
    );
    const changes = [1, 2, 3, 4, 5].map(() => announce(host.database));
    await Promise.all(changes);
    await vi.waitFor(() => expect(host.lines.some(({ event }) => event === 'changes.poll.recovered')).toBe(true));
    expect(most).toBe(1);
    expect(host.lines.filter(({ event }) => event === 'changes.poll.failed')).toHaveLength(1);
  });

  test('closing waits for the receiver, and nothing is called afterwards', async () => {
    const host = await open();
    let isDone = false;
    let calls = 0;
    const feed = watchChanges(host, async () => {
      calls += 1;
      await wait(50);
      isDone = true;
    });
    await vi.waitFor(() => expect(calls).toBe(1), { interval: 1 });
    isDone = false;
    await feed.close();
    expect(isDone).toBe(true);
    const before = calls;
    await announce(host.database);
    await wait(50);
    expect(calls).toBe(before);
  });

  if (kind === 'postgres')
    test('what failed after a reconnection is done again, without another change', async () => {
      const host = await open();
      let calls = 0;
      const onChange = () => {
        calls += 1;
        // The first is that at the start, the second that of the channel which was opened.
        if (calls === 2) throw new Error('not yet');
      };
      tracked(watchChanges(host, onChange, { interval: 20 }));
      await vi.waitFor(() => expect(calls).toBe(3));
    });

  if (kind === 'postgres')
    test('PostgreSQL tells it at once, without looking', async () => {
      const host = await open();
      const { calls, reaches } = await watch(await host.again(), 600_000);
      const before = calls.count;
      await announce(host.database);
      await reaches(before + 1, 1000);
    });

  test('an outage is logged once, and its end', async () => {
    const host = await open();
    let isDown = false;
    const database: Database = {
      ...host.database,
      read: (work) => (isDown ? Promise.reject(new Error('down')) : host.database.read(work)),
    };
    const { calls, reaches } = await watch({ ...host, database }, 5);
    const before = calls.count;
    const events = () => host.lines.map(({ event }) => event);
    isDown = true;
    await vi.waitFor(() => expect(events()).toEqual(['changes.poll.failed']));
    await announce(host.database);
    await wait(50);
    isDown = false;
    await reaches(before + 1, 1000);
    await vi.waitFor(() => expect(events()).toEqual(['changes.poll.failed', 'changes.poll.recovered']));
  });
});

test('survives a restart of PostgreSQL, and asks for what it has missed', async () => {
  const server = tracked(await startPostgres(['fsync=off']));
  const database = tracked(await openDatabase(await server.createDatabase()));
  const events: string[] = [];
  const log: Log = (_level, event) => void events.push(event);
  const { calls, reaches } = await watch({ database, log }, 600_000);
  const before = calls.count;
  await server.stop();
  await vi.waitFor(() => expect(events).toEqual(['changes.listen.failed']));
  // Several tries fail in this time.
  await wait(500);
  await server.start();
  await reaches(before + 1);
  expect(events).toEqual(['changes.listen.failed', 'changes.listen.recovered']);
  const afterwards = calls.count;
  await announce(database);
  await reaches(afterwards + 1, 1000);
}, 30_000);

test('closing while PostgreSQL is down ends at once', async () => {
  const server = tracked(await startPostgres(['fsync=off']));
  const database = tracked(await openDatabase(await server.createDatabase()));
  const events: string[] = [];
  const { onChange, reaches } = counter();
  const log: Log = (_level, event) => void events.push(event);
  const feed = watchChanges({ database, log }, onChange, { interval: 600_000 });
  await reaches(2);
  await server.stop();
  await vi.waitFor(() => expect(events).toContain('changes.listen.failed'));
  const start = performance.now();
  await feed.close();
  expect(performance.now() - start).toBeLessThan(1000);
}, 30_000);
