import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import type { Database } from '../database/database.ts';
import { onEachDatabase } from '../testing/databases.ts';
import { startSweep, sweep } from './sweep.ts';

const now = 1_700_000_000_000;
const clock = { now: () => now };
const minute = 60_000;

const addCounters = (database: Database, count: number, expiresAt: number, prefix = 'c') =>
  database.write((tx) =>
    tx
      .insertInto('counters')
      .values(
        Array.from({ length: count }, (_, index) => ({
          name: `${prefix}${index}`,
          window_start: 1,
          count: 1,
          expires_at: expiresAt,
        })),
      )
      .execute(),
  );

const namesOf = async (database: Database) => {
  const rows = await database.read((db) => db.selectFrom('counters').select('name').orderBy('name').execute());
  return rows.map(({ name }) => name);
};

/** One row in every table whose rows expire. */
const addEverywhere = (database: Database, id: string, expiresAt: number) =>
  database.write(async (tx) => {
    const times = { created_at: 1, expires_at: expiresAt };
    const user = { email: null, email_key: null, phone: null, name: null, avatar: null, last_sign_in_at: null };
    await tx
      .insertInto('users')
      .values({ id, ...user, email_verified: 0, phone_verified: 0, created_at: 1, updated_at: 1 })
      .execute();
    const browser = { browser_hash: 'b', connector: 'c', return_to: '/' };
    await tx
      .insertInto('sign_ins')
      .values({ state_hash: id, ...browser, session_hash: null, pending_link: null, session: 's', ...times })
      .execute();
    await tx
      .insertInto('pending_links')
      .values({ token_hash: id, ...browser, user_id: id, user_info: 'u', ...times })
      .execute();
    const code = { session_hash: id, purpose: 'p', address: 'a', mac: 'm', tries_left: 1 };
    await tx
      .insertInto('verification_codes')
      .values({ id, ...code, ...times })
      .execute();
    await tx.insertInto('counters').values({ name: id, window_start: 1, count: 1, expires_at: expiresAt }).execute();
    const outcome = { country: 'DE', prefix: '+49', verified: 0, sent_at: 1 } as const;
    await tx
      .insertInto('sms_outcomes')
      .values({ code_id: id, ...outcome, expires_at: expiresAt })
      .execute();
    const session = { user_id: id, identity_id: null, connector: null, id_token: null };
    await tx
      .insertInto('sessions')
      .values({ id_hash: id, ...session, ...times })
      .execute();
    await tx
      .insertInto('api_tokens')
      .values({ id, name: 'n', token_hash: id, scope: 'read', ...times })
      .execute();
    await tx
      .insertInto('operator_sessions')
      .values({ id_hash: id, token_id: id, ...times })
      .execute();
  });

const tables = [
  'sms_outcomes',
  'sign_ins',
  'pending_links',
  'verification_codes',
  'counters',
  'sessions',
  'operator_sessions',
  'api_tokens',
] as const;
const countRows = async (database: Database) => {
  const counts = tables.map((table) =>
    database.read((db) =>
      db
        .selectFrom(table)
        .select(sql<number>`count(*)`.as('count'))
        .executeTakeFirstOrThrow(),
    ),
  );
  return (await Promise.all(counts)).map(({ count }) => count);
};

onEachDatabase((open) => {
  test('deletes what has ended in every table, a minute later, and nothing else', async () => {
    const { database } = await open();
    await addEverywhere(database, 'ended', now - minute);
    await addEverywhere(database, 'just ended', now - minute + 1);
    await addEverywhere(database, 'alive', now + 1);
    await database.write((tx) =>
      tx
        .insertInto('api_tokens')
        .values({ id: 'endless', name: 'n', token_hash: 'endless', scope: 'read', created_at: 1, expires_at: null })
        .execute(),
    );
    expect(await sweep({ database, clock })).toBe(tables.length);
    expect(await countRows(database)).toEqual([2, 2, 2, 2, 2, 2, 2, 3]);
    expect(await namesOf(database)).toEqual(['alive', 'just ended']);
  });

  test('every table with an end is swept', async () => {
    const { database } = await open();
    const all = await database.read((db) => db.introspection.getTables());
    const ending = all
      .filter(({ columns }) => columns.some(({ name }) => name === 'expires_at'))
      .map(({ name }) => name);
    // An access token that has ended can be refreshed.
    expect(new Set(ending.filter((name) => name !== 'provider_tokens'))).toEqual(new Set<string>(tables));
  });

  test('many rows are deleted in several batches, also by several processes at once', async () => {
    const host = await open();
    const other = await host.again();
    await addCounters(host.database, 1200, 1);
    await addCounters(host.database, 3, now, 'alive');
    const removed = await Promise.all([host.database, other.database].map((database) => sweep({ database, clock })));
    expect(removed.reduce((sum, one) => sum + one, 0)).toBe(1200);
    expect(await namesOf(host.database)).toEqual(['alive0', 'alive1', 'alive2']);
  });

  test('runs by itself, logs an outage once and its end, and stops', async () => {
    const host = await open();
    await addCounters(host.database, 1, 1);
    let isBroken = true;
    const database: Database = {
      ...host.database,
      write: (work) => (isBroken ? Promise.reject(new Error('down')) : host.database.write(work)),
    };
    const sweeping = startSweep({ ...host, database }, { interval: 5 });
    const events = () => host.lines.map(({ event }) => event);
    await vi.waitFor(() => expect(events()).toEqual(['sweep.failed']));
    isBroken = false;
    await vi.waitFor(() => expect(events()).toEqual(['sweep.failed', 'sweep.removed', 'sweep.recovered']));
    await sweeping.close();
    expect(await namesOf(host.database)).toEqual([]);
    await addCounters(host.database, 1, 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await namesOf(host.database)).toEqual(['c0']);
  });
});
