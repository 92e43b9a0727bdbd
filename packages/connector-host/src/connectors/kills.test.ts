import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyAudit } from '../audit/verify.ts';
import { keysFromFile } from '../keys/key-ring.ts';
import { createKeys } from '../keys/keys.ts';
import { rotateKeys } from '../keys/rotate.ts';
import { auditRows, connectorRows, openConnectors } from '../testing/connector-tables.ts';
import { onEachDatabase, type TestHost } from '../testing/databases.ts';
import { addSealedRows, openSealedRows } from '../testing/sealed-rows.ts';
import { seeded } from '../testing/seeded.ts';
import { startWorker } from '../testing/worker-process.ts';

/** On each database: ten times two processes that work side by side. */
const kills = 20;
/** Milliseconds that a process lives at most after its first change. */
const longestLife = 150;
const sealedRows = 8;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jackfield-kills-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

onEachDatabase((open, kind) => {
  test('attack: kill -9 in the middle of a create, replace, rotation or removal: every rule holds afterwards', async () => {
    const keyFile = join(folder, `${kind}.keys`);
    const opened = await open();
    await addSealedRows({ ...opened, keys: createKeys(keysFromFile(keyFile)) }, sealedRows);
    const random = seeded(7);
    const startTwo = (run: number) =>
      [run, run + 1].map((seed) => startWorker('connector-worker.ts', [opened.url, keyFile, String(seed)]));
    let done = 0;
    let next = startTwo(0);
    for (let run = 2; run <= kills; run += 2) {
      const workers = next;
      await Promise.all(workers.map(({ ready }) => ready));
      await Promise.all(workers.map((worker) => worker.begin()));
      // The next ones start up meanwhile.
      if (run < kills) next = startTwo(run);
      const lines = await Promise.all(
        workers.map(async (worker) => {
          await wait(random() * longestLife);
          return worker.kill();
        }),
      );
      const acknowledged = lines.flat();
      done += acknowledged.length;
      await expectRules({ ...opened, keys: createKeys(keysFromFile(keyFile)) }, acknowledged);
    }
    expect(done).toBeGreaterThan(kills);

    const host = { ...opened, keys: createKeys(keysFromFile(keyFile)) };
    await expect
      .poll(() =>
        rotateKeys(host, { settle: 0 }).then(
          ({ oldKeysRemoved }) => oldKeysRemoved,
          () => false,
        ),
      )
      .toBe(true);
    expect(host.keys.ids()).toHaveLength(1);
    await expectRules(host, []);
    const actions = (await auditRows(host)).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['connector.create', 'connector.replace', 'keys.rotate']));
  }, 90_000);
});

async function expectRules(host: TestHost, acknowledged: readonly string[]): Promise<void> {
  const rows = await connectorRows(host);
  const places = rows.map(({ type, target, platform }) => (type === 'Social' ? `${target} ${platform}` : type));
  expect(new Set(places).size).toBe(rows.length);
  const views = await (await openConnectors(host)).list();
  expect(views.filter(({ problem }) => problem !== undefined)).toEqual([]);

  const opened = await openSealedRows(host);
  expect(opened).toHaveLength(4 * sealedRows);
  expect(opened.every((text) => /^canary-\w+-\d+$/.test(text))).toBe(true);

  const log = await auditRows(host);
  expect(await verifyAudit(host)).toEqual({ intact: true, entries: log.length });
  const living = new Set<string>();
  for (const { action, subject, details } of log) {
    if (action === 'connector.remove') living.delete(subject);
    if (action === 'connector.replace') living.delete(replacedBy(details));
    if (action === 'connector.create' || action === 'connector.replace') living.add(subject);
  }
  expect([...living].toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
  const subjects = new Set(log.map(({ subject }) => subject));
  expect(acknowledged.filter((id) => !subjects.has(id))).toEqual([]);
}

function replacedBy(details: string): string {
  const { replaced } = JSON.parse(details) as { replaced: { id: string } };
  return replaced.id;
}
