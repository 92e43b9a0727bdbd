import { afterAll, beforeAll, expect, test } from 'vitest';
import { testServer } from './databases.ts';
import { runLoad } from './load/run-load.ts';

let server: Awaited<ReturnType<typeof testServer>> | undefined;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server?.close());

test('four processes on one PostgreSQL create, replace, verify and count, and every rule and counter is exact', async () => {
  const url = await server?.createDatabase();
  const { operations, counts, faults } = await runLoad(url ?? '', 10_000);
  expect(faults).toEqual([]);
  expect(operations).toBe(10_000);
  for (const kind of ['count', 'send', 'guess', 'claim', 'createStandard', 'createSingle', 'replace', 'update']) {
    expect(counts[`operation:${kind}`], kind).toBeGreaterThan(100);
  }
  for (const refusal of ['send:too_many_requests', 'createStandard:target_taken', 'createSingle:instance_exists']) {
    expect(counts[`refused:${refusal}`], refusal).toBeGreaterThan(10);
  }
}, 120_000);
