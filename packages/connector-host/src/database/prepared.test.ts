import { expect, test } from 'vitest';
import { onEachDatabase } from '../testing/databases.ts';
import { prepared, type ValueOf } from './prepared.ts';

interface Entry {
  readonly name: string;
  readonly value: string;
}

const insert = prepared((db, value: ValueOf<Entry>) =>
  db.insertInto('meta').values({ name: value('name'), value: value('value') }),
);

const find = prepared((db, value: ValueOf<Entry>) =>
  db
    .selectFrom('meta')
    .select('name')
    .where('name', 'like', 'n%')
    .where((eb) => eb.or([eb('value', '=', value('value')), eb('name', '=', value('name'))]))
    .where('value', '<>', 'hidden')
    .where('name', '<=', value('name'))
    .orderBy('name'),
);

const change = prepared((db, value: ValueOf<Entry>) =>
  db
    .updateTable('meta')
    .set({ value: value('value') })
    .where('name', '=', value('name')),
);

onEachDatabase((open) => {
  test('a query gets the values of each call where they belong', async () => {
    const { database } = await open();
    for (const [name, value] of [
      ['n1', 'a'],
      ['n2', 'hidden'],
      ['n3', 'b'],
      ['n4', 'a'],
    ] as const) {
      await database.writeOne((db) => insert(db, { name, value }));
    }
    const names = async (entry: Entry) => (await database.read((db) => find(db, entry))).rows.map(({ name }) => name);
    expect(await names({ name: 'n3', value: 'a' })).toEqual(['n1', 'n3']);
    expect(await names({ name: 'n2', value: 'hidden' })).toEqual([]);
    expect(await names({ name: 'n4', value: 'b' })).toEqual(['n3', 'n4']);
  });

  test.each([true, false])('says how many rows it has changed (transient: %s)', async (isTransient) => {
    const { database } = await open();
    const write = async (entry: Entry) =>
      (await database.write((tx) => change(tx, entry), { isTransient })).numAffectedRows;
    expect(await write({ name: 'revision', value: '7' })).toBe(1n);
    expect(await write({ name: 'nothing', value: '7' })).toBe(0n);
  });

  test.each([true, false])('nobody reads what others have not committed (transient: %s)', async (isTransient) => {
    const { database } = await open();
    const entry = { name: 'n', value: '' };
    const read: ReturnType<typeof find>[] = [];
    const written = database.write(
      async (tx) => {
        await insert(tx, entry);
        read.push(database.read((db) => find(db, entry)));
        expect((await find(tx, entry)).rows).toHaveLength(1);
        throw new Error('undone');
      },
      { isTransient },
    );
    await expect(written).rejects.toThrow('undone');
    expect((await Promise.all(read)).map(({ rows }) => rows)).toEqual([[]]);
  });

  test('attack: SQL and path tricks in values', async () => {
    const { database } = await open();
    const name = `n'); drop table meta; --`;
    await database.writeOne((db) => insert(db, { name, value: '' }));
    expect((await database.read((db) => find(db, { name, value: '' }))).rows).toEqual([{ name }]);
  });
});
