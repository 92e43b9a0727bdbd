import { expect, test } from 'vitest';
import { keysFromText, newKey } from '../keys/key-ring.ts';
import { createKeys } from '../keys/keys.ts';
import { auditRows } from '../testing/connector-tables.ts';
import { onEachDatabase, type TestHost } from '../testing/databases.ts';
import { appendAudit, readHead } from './audit.ts';
import { listAudit } from './list.ts';
import { verifyAudit } from './verify.ts';

onEachDatabase((open) => {
  async function withEntries(count: number): Promise<TestHost> {
    const host = await open();
    await host.database.write(async (tx) => {
      for (let index = 1; index <= count; index += 1) {
        await appendAudit(tx, host, {
          actor: 'cli',
          action: 'test.do',
          subject: `thing-${index % 2}`,
          details: { index },
        });
      }
    });
    return host;
  }
  const edit = (host: TestHost, sequence: number, columns: Partial<Awaited<ReturnType<typeof auditRows>>[number]>) =>
    host.database.write((tx) => tx.updateTable('audit').set(columns).where('sequence', '=', sequence).execute());
  const setMeta = (host: TestHost, name: string, value: string) =>
    host.database.write((tx) => tx.updateTable('meta').set({ value }).where('name', '=', name).execute());

  test('a log that nobody has touched is intact, over several pages, and empty too', async () => {
    expect(await verifyAudit(await open())).toEqual({ intact: true, entries: 0 });
    expect(await verifyAudit(await withEntries(1203))).toEqual({ intact: true, entries: 1203 });
  });

  test('it is verified while others write', async () => {
    const host = await withEntries(700);
    const other = await host.again();
    const [verification] = await Promise.all([
      verifyAudit(host),
      ...Array.from({ length: 20 }, () =>
        other.database.write((tx) => appendAudit(tx, other, { actor: 'cli', action: 'test.do', subject: 'x' })),
      ),
    ]);
    expect(verification).toMatchObject({ intact: true });
    expect(await verifyAudit(host)).toEqual({ intact: true, entries: 720 });
  });

  test.each([
    ['actor', { actor: 'operator:other' }],
    ['action', { action: 'test.undo' }],
    ['subject', { subject: 'other' }],
    ['details', { details: '{"index":5}' }],
    ['time', { at: 1 }],
    ['MAC', { mac: 'x' }],
  ])('attack: an entry with another %s', async (_what, columns) => {
    const host = await withEntries(5);
    await edit(host, 3, columns);
    expect(await verifyAudit(host)).toMatchObject({ intact: false, entries: 2, sequence: 3, fault: 'changed' });
  });

  test('attack: two entries that have changed places', async () => {
    const host = await withEntries(5);
    await edit(host, 2, { sequence: 99 });
    await edit(host, 3, { sequence: 2 });
    await edit(host, 99, { sequence: 3 });
    expect(await verifyAudit(host)).toMatchObject({ intact: false, sequence: 2, fault: 'changed' });
  });

  test('attack: an entry deleted from the middle, from the beginning', async () => {
    const host = await withEntries(5);
    await host.database.write((tx) => tx.deleteFrom('audit').where('sequence', '=', 3).execute());
    expect(await verifyAudit(host)).toMatchObject({ intact: false, sequence: 3, fault: 'missing' });
    await host.database.write((tx) => tx.deleteFrom('audit').where('sequence', '=', 1).execute());
    expect(await verifyAudit(host)).toMatchObject({ intact: false, entries: 0, sequence: 1, fault: 'missing' });
  });

  test('attack: the end cut off, and the mark of the end moved with it', async () => {
    const host = await withEntries(5);
    const head = await host.database.read(readHead);
    await host.database.write((tx) => tx.deleteFrom('audit').where('sequence', '>', 3).execute());
    expect(await verifyAudit(host)).toMatchObject({ intact: false, entries: 3, sequence: 4, fault: 'cut' });
    const third = (await auditRows(host)).at(-1);
    await setMeta(host, 'audit_head', JSON.stringify({ ...head, sequence: 3, mac: third?.mac }));
    expect(await verifyAudit(host)).toMatchObject({ intact: false, fault: 'head' });
    await setMeta(host, 'audit_head', 'no json');
    expect(await verifyAudit(host)).toMatchObject({ intact: false, fault: 'head' });
    await setMeta(host, 'audit_head', '');
    expect(await verifyAudit(host)).toMatchObject({ intact: false, fault: 'head' });
  });

  test('attack: an entry of another history of the same log', async () => {
    const host = await withEntries(2);
    const head = await host.database.read(readHead);
    const append = (action: string) =>
      host.database.write((tx) => appendAudit(tx, host, { actor: 'cli', action, subject: 'thing' }));
    await append('test.first');
    const [, , original] = await auditRows(host);
    await host.database.write((tx) => tx.deleteFrom('audit').where('sequence', '=', 3).execute());
    await setMeta(host, 'audit_head', JSON.stringify(head));
    await append('test.second');
    await append('test.third');
    expect(await verifyAudit(host)).toMatchObject({ intact: true, entries: 4 });
    await edit(host, 3, { ...original });
    expect(await verifyAudit(host)).toMatchObject({ intact: false, entries: 3, sequence: 4, fault: 'changed' });
  });

  test('attack: an entry added by hand', async () => {
    const host = await withEntries(3);
    const [row] = await auditRows(host);
    if (!row) throw new Error('There is an entry.');
    await host.database.write((tx) =>
      tx
        .insertInto('audit')
        .values({ ...row, sequence: 4 })
        .execute(),
    );
    expect(await verifyAudit(host)).toMatchObject({ intact: false, entries: 3, sequence: 4, fault: 'changed' });
  });

  test('attack: the whole log deleted', async () => {
    const host = await withEntries(3);
    await host.database.write((tx) => tx.deleteFrom('audit').execute());
    expect(await verifyAudit(host)).toMatchObject({ intact: false, sequence: 1, fault: 'cut' });
    await setMeta(host, 'audit_head', '');
    await setMeta(host, 'revision', '3');
    expect(await verifyAudit(host)).toMatchObject({ intact: false, fault: 'head' });
  });

  test('a key that is not here is named as the reason', async () => {
    const host = await withEntries(3);
    const keys = createKeys(keysFromText(newKey(), 'OTHER'));
    expect(await verifyAudit({ ...host, keys })).toMatchObject({ intact: false, sequence: 1, fault: 'key' });
  });

  test('the log is read newest first, in pages, and by subject', async () => {
    const host = await withEntries(7);
    const page = await listAudit(host, { limit: 3 });
    expect(page.map(({ sequence }) => sequence)).toEqual([7, 6, 5]);
    expect(page[0]).toEqual({
      sequence: 7,
      at: page[0]?.at,
      actor: 'cli',
      action: 'test.do',
      subject: 'thing-1',
      details: { index: 7 },
    });
    expect((await listAudit(host, { limit: 3, before: 5 })).map(({ sequence }) => sequence)).toEqual([4, 3, 2]);
    expect((await listAudit(host, { limit: 10, subject: 'thing-0' })).map(({ sequence }) => sequence)).toEqual([
      6, 4, 2,
    ]);
    expect(await listAudit(host, { limit: 10, subject: "' or 1=1 --" })).toEqual([]);
    await edit(host, 7, { details: 'no json' });
    expect((await listAudit(host, { limit: 0 })).map(({ details }) => details)).toEqual([{}]);
  });
});
