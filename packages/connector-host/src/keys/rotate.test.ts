import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appendAudit } from '../audit/audit.ts';
import { verifyAudit } from '../audit/verify.ts';
import { configurations } from '../testing/configurations.ts';
import { auditRows, connectorRows, editRow, openConnectors } from '../testing/connector-tables.ts';
import { onEachDatabase, type TestHost } from '../testing/databases.ts';
import { addSealedRows, openSealedRows } from '../testing/sealed-rows.ts';
import { readReferences, storeReferences } from '../transfer/secret-references.ts';
import { keysFromFile, keysFromText, newKey } from './key-ring.ts';
import { createKeys, type Keys } from './keys.ts';
import { rotateKeys } from './rotate.ts';

const { github, smtp } = configurations;
let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jackfield-keys-'));
  file = join(folder, 'keys');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lines = (): readonly string[] => readFileSync(file, 'utf8').trim().split('\n');
const quick = { settle: 0 };

onEachDatabase((open) => {
  /** A host with its key in a file, connectors, and rows in every sealed table. */
  async function withFile(count = 3): Promise<TestHost & { readonly keys: Keys }> {
    const host = { ...(await open()), keys: createKeys(keysFromFile(file)) };
    const connectors = await openConnectors(host);
    await connectors.create({ connectorId: 'github', config: github('canary-hub'), id: 'hub' }, 'cli');
    await connectors.create({ connectorId: 'smtp-email', config: smtp('canary-mail'), id: 'mail' }, 'cli');
    await addSealedRows(host, count);
    return host;
  }
  const sealedWith = async (host: TestHost): Promise<ReadonlySet<string | undefined>> =>
    new Set((await connectorRows(host)).map(({ config }) => config.split('.')[1]));

  test('everything is sealed with the new key, and the old one is gone', async () => {
    const host = await withFile(120);
    const [oldKey] = lines();
    const oldId = host.keys.currentId;
    const before = await openSealedRows(host);
    const rotation = await rotateKeys(host, quick);
    expect(rotation).toMatchObject({
      resealed: 2 + 4 * 120,
      unreadable: [],
      audit: { intact: true, entries: 2 },
      oldKeysRemoved: true,
    });
    expect(rotation.keyId).not.toBe(oldId);
    expect(lines()).toHaveLength(1);
    expect(lines()).not.toContain(oldKey);
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const fresh = { ...host, keys: createKeys(keysFromFile(file)) };
    expect(await openSealedRows(fresh)).toEqual(before);
    expect(await (await openConnectors(fresh)).readConfig('hub')).toMatchObject({ clientSecret: 'canary-hub' });
    expect(await sealedWith(host)).toEqual(new Set([rotation.keyId]));
    expect(await verifyAudit(fresh)).toEqual({ intact: true, entries: 3 });
    expect((await auditRows(host)).map(({ action, key_id }) => [action, key_id])).toEqual([
      ['connector.create', rotation.keyId],
      ['connector.create', rotation.keyId],
      ['keys.rotate', rotation.keyId],
    ]);
    const meta = await host.database.read((db) => db.selectFrom('meta').select('name').orderBy('name').execute());
    expect(meta.map(({ name }) => name)).toEqual(['audit_head', 'revision']);
    const again = await rotateKeys(fresh, quick);
    expect(again).toMatchObject({ oldKeysRemoved: true, resealed: 482 });
  });

  test('where secrets were imported from is still known afterwards, unless they were changed since', async () => {
    const host = await withFile(0);
    await host.database.write((tx) =>
      storeReferences(tx, host, 'hub', [{ path: 'clientSecret', reference: 'env:HUB', secret: 'canary-hub' }]),
    );
    await host.database.write((tx) =>
      storeReferences(tx, host, 'mail', [{ path: 'auth.password', reference: 'env:MAIL', secret: 'an older one' }]),
    );
    await rotateKeys(host, quick);
    const fresh = { ...host, keys: createKeys(keysFromFile(file)) };
    expect((await readReferences(fresh, 'hub'))('clientSecret', 'canary-hub')).toBe('env:HUB');
    expect((await readReferences(fresh, 'mail'))('auth.password', 'canary-mail')).toBeUndefined();
  });

  test('a log of many pages is written anew, and may be verified meanwhile', async () => {
    const host = await withFile(0);
    await host.database.write(async (tx) => {
      for (let index = 0; index < 1200; index += 1)
        await appendAudit(tx, host, { actor: 'cli', action: 'test.do', subject: 'x' });
    });
    const [rotation, meanwhile] = await Promise.all([rotateKeys(host, quick), verifyAudit(host)]);
    expect(rotation).toMatchObject({ audit: { intact: true, entries: 1202 }, oldKeysRemoved: true });
    expect(meanwhile).toMatchObject({ intact: true });
    expect(await verifyAudit({ ...host, keys: createKeys(keysFromFile(file)) })).toEqual({
      intact: true,
      entries: 1203,
    });
  });

  test('other processes keep working, and what they write meanwhile is kept', async () => {
    const host = await withFile();
    const other = { ...(await host.again()), keys: createKeys(keysFromFile(file)) };
    const connectors = await openConnectors(other);
    expect((await connectors.useEmail()).id).toBe('mail');
    const work = { isDone: false };
    const working = (async () => {
      let count = 0;
      for (; !work.isDone; count += 1) {
        await connectors.update('hub', { config: github(`secret-${count}`) }, 'cli');
        await connectors.create({ connectorId: 'smtp-email', config: smtp(`password-${count}`) }, 'cli');
        expect((await connectors.useEmail()).instance.type).toBe('Email');
        // Queries of SQLite never wait for anything outside.
        await nextTurn();
      }
      return count - 1;
    })();
    const rotation = await rotateKeys(host, { settle: 100 }).finally(() => {
      work.isDone = true;
    });
    const last = await working;
    expect(rotation.oldKeysRemoved).toBe(true);
    const fresh = await openConnectors({ ...host, keys: createKeys(keysFromFile(file)) });
    expect((await fresh.list()).map(({ problem }) => problem)).toEqual([undefined, undefined]);
    expect(await fresh.readConfig('hub')).toMatchObject({ clientSecret: `secret-${last}` });
    expect(await sealedWith(host)).toEqual(new Set([rotation.keyId]));
    expect(await verifyAudit({ ...host, keys: createKeys(keysFromFile(file)) })).toMatchObject({ intact: true });
  });

  test('a connector that another process has not opened yet opens after the rotation', async () => {
    const host = await withFile();
    const other = { ...(await host.again()), keys: createKeys(keysFromFile(file)) };
    const connectors = await openConnectors(other);
    await rotateKeys(host, quick);
    other.keys.reload();
    expect((await connectors.use('hub')).id).toBe('hub');
    expect((await connectors.useEmail()).id).toBe('mail');
  });

  test('rows that cannot be opened are told and stay, and the old key is kept', async () => {
    const host = await withFile();
    const [oldKey] = lines();
    await editRow(host, 'hub', { config: 'v1.nonsense.AAAA' });
    await host.database.write((tx) =>
      tx
        .updateTable('sessions')
        .set({ id_token: 'v1.unknown1.' + 'A'.repeat(60) })
        .where('id_hash', '=', 'sessions-2')
        .execute(),
    );
    const rotation = await rotateKeys(host, quick);
    expect(rotation).toMatchObject({
      oldKeysRemoved: false,
      unreadable: [
        { table: 'connectors', key: 'hub', code: 'sealed_damaged' },
        { table: 'sessions', key: 'sessions-2', code: 'sealed_wrong_key' },
      ],
      hint: expect.stringContaining('old keys are kept'),
    });
    expect(lines()).toHaveLength(2);
    expect(lines()[1]).toBe(oldKey);
    expect((await connectorRows(host)).find(({ id }) => id === 'hub')?.config).toBe('v1.nonsense.AAAA');
    expect((await (await openConnectors(host)).useEmail()).id).toBe('mail');

    await (await openConnectors(host)).remove('hub', 'cli');
    await host.database.write((tx) => tx.deleteFrom('sessions').where('id_hash', '=', 'sessions-2').execute());
    expect(await rotateKeys(host, quick)).toMatchObject({ oldKeysRemoved: true, unreadable: [] });
    expect(lines()).toHaveLength(1);
  });

  test('a log that is broken is left as it is, and the old key is kept', async () => {
    const host = await withFile();
    await host.database.write((tx) =>
      tx.updateTable('audit').set({ actor: 'nobody' }).where('sequence', '=', 1).execute(),
    );
    const evidence = await auditRows(host);
    const rotation = await rotateKeys(host, quick);
    expect(rotation).toMatchObject({
      audit: { intact: false, sequence: 1, fault: 'changed' },
      oldKeysRemoved: false,
      resealed: 14,
    });
    expect((await auditRows(host)).slice(0, 2)).toEqual(evidence);
    expect(lines()).toHaveLength(2);
  });

  test('a second rotation at the same time is refused', async () => {
    const host = await withFile();
    const other = { ...(await host.again()), keys: createKeys(keysFromFile(file)) };
    const results = await Promise.allSettled([rotateKeys(host, { settle: 100 }), rotateKeys(other, { settle: 100 })]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'keys_rotating', status: 409, retryAfter: expect.any(Number) },
    });
    expect(lines()).toHaveLength(1);
    expect(await openSealedRows({ ...host, keys: createKeys(keysFromFile(file)) })).toHaveLength(12);
    await rotateKeys(other, quick);
  });

  test('a rotation that died is taken over with the key it had, and one that lost its lease stops', async () => {
    const host = await withFile();
    let now = Date.now();
    const clock = { now: () => now };
    // The first one loses its lease while it waits: to the others it looks as if it had died.
    const slow = rotateKeys({ ...host, clock }, { settle: 300, lease: 1000 });
    const stopped = expect(slow).rejects.toMatchObject({ code: 'keys_rotating' });
    await expect.poll(() => lines().length).toBe(2);
    const [chosen] = lines();
    await expect.poll(async () => (await auditRows(host)).some(({ action }) => action === 'keys.rotate')).toBe(true);
    now += 2000;
    const other = { ...(await host.again()), keys: createKeys(keysFromFile(file)), clock };
    const rotation = await rotateKeys(other, quick);
    expect(rotation.oldKeysRemoved).toBe(true);
    expect(lines()).toEqual([chosen]);
    await stopped;
    expect(lines()).toEqual([chosen]);
    expect(await openSealedRows({ ...host, keys: createKeys(keysFromFile(file)) })).toHaveLength(12);
  });

  test('keys of the environment: all is sealed with the first, and the others may then be removed', async () => {
    const host = await open();
    const connectors = await openConnectors(host);
    await connectors.create({ connectorId: 'github', config: github('canary-hub'), id: 'hub' }, 'cli');
    await addSealedRows(host, 2);
    const next = newKey();
    const both = { ...host, keys: createKeys(keysFromText(`${next},${host.key}`, 'JACKFIELD_KEY')) };
    const rotation = await rotateKeys(both);
    expect(rotation).toMatchObject({
      resealed: 9,
      oldKeysRemoved: false,
      hint: expect.stringContaining('Remove the others'),
    });
    const alone = { ...host, keys: createKeys(keysFromText(next, 'JACKFIELD_KEY')) };
    expect(await openSealedRows(alone)).toHaveLength(8);
    expect(await (await openConnectors(alone)).readConfig('hub')).toMatchObject({ clientSecret: 'canary-hub' });
    expect(await verifyAudit(alone)).toMatchObject({ intact: true });
    expect((await rotateKeys(alone)).hint).toContain('put a new key before it');
  });
});

test('keys follow their file, and go on with what they have when it is damaged', () => {
  const ring = keysFromFile(file);
  const keys = createKeys(ring);
  const before = keys.currentId;
  keysFromFile(file).add?.();
  expect(keys.currentId).not.toBe(before);
  expect(keys.ids()).toContain(before);
  rmSync(file);
  expect(keys.seal('x', ['a'])).toContain(keys.currentId);
});
