import { statSync } from 'node:fs';
import { inspect } from 'node:util';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { onEachDatabase } from '../testing/databases.ts';
import { openDatabase, type Write } from './database.ts';

test.each([
  'sqlite:',
  'mysql://user:CANARY-pw@127.0.0.1/name',
  'postgres://user:CANARY-pw@127.0.0.1:99999/name',
  'postgres://user:CANARY-pw@[half/name',
])('attack: secrets in an error: a URL that is none is refused without its password: %s', async (url) => {
  const refused: unknown = await openDatabase(url).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'invalid_request', hint: expect.stringContaining('postgres://') });
  expect(inspect(refused)).not.toContain('CANARY-pw');
});

test('a file in a folder that is not there is refused with the way out', async () => {
  await expect(openDatabase('sqlite:/nowhere/at/all.sqlite')).rejects.toMatchObject({
    code: 'database_unavailable',
    hint: expect.stringContaining('folder'),
  });
});

onEachDatabase((open, kind) => {
  if (kind === 'sqlite')
    test('a new file, and what lies beside it, is for its owner alone', async () => {
      const { database, url } = await open();
      await database.read((db) => db.selectFrom('meta').selectAll().execute());
      const path = url.slice('sqlite:'.length);
      for (const file of [path, `${path}-wal`, `${path}-shm`]) expect(statSync(file).mode & 0o777, file).toBe(0o600);
    });

  test('several processes may start at once on an empty database', async () => {
    const { emptyUrl } = await open();
    const url = await emptyUrl();
    const databases = await Promise.all([1, 2, 3].map(() => openDatabase(url)));
    try {
      const rows = await Promise.all(
        databases.map((one) => one.read((db) => db.selectFrom('meta').selectAll().execute())),
      );
      expect(rows).toEqual([rows[0], rows[0], rows[0]]);
      expect(rows[0]).toHaveLength(2);
    } finally {
      await Promise.all(databases.map((one) => one.close()));
    }
  });

  test('a database of a newer program is refused, and left as it is', async () => {
    const { database, url } = await open();
    await database.write((tx) => sql`insert into jackfield_version (version) values (99)`.execute(tx));
    await expect(openDatabase(url)).rejects.toMatchObject({
      code: 'database_newer',
      hint: expect.stringContaining('99'),
    });
  });

  test('a write is done whole or not at all', async () => {
    const { database } = await open();
    const broken = database.write(async (tx) => {
      await tx.insertInto('meta').values({ name: 'half', value: '1' }).execute();
      throw new Error('stop');
    });
    await expect(broken).rejects.toThrow('stop');
    const rows = await database.read((db) => db.selectFrom('meta').where('name', '=', 'half').selectAll().execute());
    expect(rows).toEqual([]);
  });

  if (kind === 'postgres')
    test('a connection that breaks within a write hides neither its own failure nor that of the work', async () => {
      const { database, again } = await open();
      const other = (await again()).database;
      const breakConnection = async (tx: Write): Promise<void> => {
        await tx.insertInto('meta').values({ name: 'half', value: '1' }).execute();
        const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
        await other.read((db) => sql`select pg_terminate_backend(${rows[0]?.pid}, 5000)`.execute(db));
      };
      const broken = database.write(async (tx) => {
        await breakConnection(tx);
        await tx.selectFrom('meta').selectAll().execute();
      });
      await expect(broken).rejects.toMatchObject({ code: 'database_unavailable', retryable: true });
      const refused = database.write(async (tx) => {
        await breakConnection(tx);
        throw new Error('the reason');
      });
      await expect(refused).rejects.toThrow('the reason');
      const rows = await database.read((db) => db.selectFrom('meta').where('name', '=', 'half').selectAll().execute());
      expect(rows).toEqual([]);
    });

  test.each([true, false])('parallel writers of two processes lose nothing (transient: %s)', async (isTransient) => {
    const { database, again } = await open();
    const other = (await again()).database;
    const increase = (one: typeof database) =>
      one.write(
        (tx) =>
          tx
            .insertInto('counters')
            .values({ name: 'n', window_start: 0, count: 1, expires_at: 0 })
            .onConflict((conflict) =>
              conflict.column('name').doUpdateSet((eb) => ({ count: eb('counters.count', '+', 1) })),
            )
            .execute(),
        { isTransient },
      );
    await Promise.all(Array.from({ length: 100 }, (_, index) => increase(index % 2 === 0 ? database : other)));
    const row = await database.read((db) => db.selectFrom('counters').selectAll().executeTakeFirstOrThrow());
    expect(row.count).toBe(100);
  });

  test('times come back as numbers', async () => {
    const { database } = await open();
    const at = Date.now();
    await database.write((tx) =>
      tx
        .insertInto('counters')
        .values({ name: 'n', window_start: at, count: 2 ** 40, expires_at: at })
        .execute(),
    );
    const row = await database.read((db) => db.selectFrom('counters').selectAll().executeTakeFirstOrThrow());
    expect(row).toEqual({ name: 'n', window_start: at, count: 2 ** 40, expires_at: at });
  });

  if (kind === 'sqlite')
    test('a file that is no database is named as such', async () => {
      await expect(openDatabase(`sqlite:${import.meta.filename}`)).rejects.toMatchObject({ code: 'database_broken' });
    });

  if (kind === 'postgres')
    test('a server that is down, and a wrong password, are named as such', async () => {
      const { url } = await open();
      const nobody = Object.assign(new URL(url), { port: '1' }).href;
      await expect(openDatabase(nobody)).rejects.toMatchObject({ code: 'database_unavailable', retryable: true });
      const wrong = Object.assign(new URL(url), { password: 'wrong' }).href;
      await expect(openDatabase(wrong)).rejects.toMatchObject({ code: 'database_unavailable' });
    });
});
