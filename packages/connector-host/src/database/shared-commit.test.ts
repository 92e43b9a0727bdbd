import { statSync } from 'node:fs';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { onEachDatabase } from '../testing/databases.ts';
import type { Database, Write } from './database.ts';

const transient = { isTransient: true };

const insert = (tx: Pick<Write, 'insertInto'>, name: string, value = '') =>
  tx.insertInto('meta').values({ name, value }).execute();

/** What was written besides what a new database has. */
const names = async (database: Database) => {
  const rows = await database.read((db) => db.selectFrom('meta').select('name').execute());
  return rows.map(({ name }) => name).filter((name) => name.startsWith('n'));
};

onEachDatabase((open, kind) => {
  test('of many who write at once, each does everything or nothing, whatever becomes of the others', async () => {
    const { database } = await open();
    const results = await Promise.allSettled(
      Array.from({ length: 150 }, async (_, index) => {
        if (index % 3 === 0)
          return database.writeOne((db) => insert(db, index % 2 === 0 ? `n${index}` : 'n0'), transient);
        return database.write(async (tx) => {
          await insert(tx, `n${index}`);
          await insert(tx, `n${index}-again`);
          if (index % 3 === 1) throw new Error(`stop ${index}`);
        }, transient);
      }),
    );
    const expected: string[] = [];
    for (const [index, { status }] of results.entries()) {
      const isDone = index % 3 === 0 ? index % 2 === 0 : index % 3 === 2;
      expect(status, `${index}`).toBe(isDone ? 'fulfilled' : 'rejected');
      if (isDone) expected.push(`n${index}`, ...(index % 3 === 2 ? [`n${index}-again`] : []));
    }
    expect((await names(database)).toSorted()).toEqual(expected.toSorted());
    expect(results[1]).toMatchObject({ reason: new Error('stop 1') });
  });

  test('each sees what those before it have written, and nobody sees it before it is kept', async () => {
    const { database, again } = await open();
    const other = (await again()).database;
    const seen = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        database.write(async (tx) => {
          await database.lock(tx, 'test');
          const { length } = await tx.selectFrom('meta').select('name').where('name', 'like', 'n%').execute();
          await insert(tx, `n${index}`);
          return length;
        }, transient),
      ),
    );
    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(await names(other)).toHaveLength(20);
  });

  if (kind === 'sqlite') {
    test('those who write at once share a commit', async () => {
      const { database, url } = await open();
      const log = (): number => statSync(`${url.slice('sqlite:'.length)}-wal`).size;
      await database.writeOne((db) => insert(db, 'n'), transient);
      const before = log();
      const change = (value: number) =>
        database.writeOne(
          (db) =>
            db
              .updateTable('meta')
              .set({ value: `${value}` })
              .where('name', '=', 'n')
              .execute(),
          transient,
        );
      await Promise.all(Array.from({ length: 50 }, (_, index) => change(index)));
      const page = 4096 + 24;
      expect(log() - before).toBe(page);
    });

    test('when the database is full, nobody is told that something was written which is not there', async () => {
      const { database } = await open();
      await database.read((db) => sql`pragma max_page_count = 1`.execute(db));
      const large = 'x'.repeat(1_000_000);
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, async (_, index) => {
          const value = index % 5 === 3 ? large : '';
          const work = (db: Pick<Write, 'insertInto'>) => insert(db, `n${index}`, value);
          return index % 2 === 0 ? database.writeOne(work, transient) : database.write(work, transient);
        }),
      );
      const done = results.flatMap(({ status }, index) => (status === 'fulfilled' ? [`n${index}`] : []));
      expect((await names(database)).toSorted()).toEqual(done.toSorted());
      const failures = results.filter((result) => result.status === 'rejected');
      expect(failures.length).toBeGreaterThanOrEqual(4);
      for (const { reason } of failures) expect(reason).toMatchObject({ code: 'database_full' });

      await database.read((db) => sql`pragma max_page_count = 100000`.execute(db));
      await database.writeOne((db) => insert(db, 'n-later', large), transient);
      expect(await names(database)).toContain('n-later');
    });
  }
});
