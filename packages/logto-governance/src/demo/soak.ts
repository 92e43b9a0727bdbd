/**
 * `pnpm soak:governance [kills]`: kills syncs at random moments (100 unless told), resumes each, and compares the snapshot
 * with an undisturbed one. The exit code is not 0 when one differs.
 */
import { startLogto } from '@jackfield/connector-test-kit/logto';
import { createRuntime } from '@jackfield/egress';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { createLogtoGovernance, openSnapshots } from '../index.ts';
import { killDuringSync, seededRandom } from '../testing/kills.ts';

const kills = Number(process.argv[2] ?? 100);
const folder = mkdtempSync(join(tmpdir(), 'jackfield-soak-'));
const runtime = createRuntime({ egress: { privateHosts: ['127.0.0.1'] } });
let [resumed, wrong] = [0, 0];
try {
  for (let seed = 1; seed <= kills; seed += 1) {
    const outcome = await tryOnce(seed);
    if (outcome.resumed) resumed += 1;
    if (!outcome.isEqual) {
      wrong += 1;
      console.error(`seed ${seed}: the resumed snapshot differs`);
    }
    if (seed % 10 === 0) console.log(`${seed} kills, ${resumed} in the middle of a sync, ${wrong} wrong`);
  }
} finally {
  await runtime.close();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${kills} kills, ${resumed} resumed in the middle, ${wrong} snapshots that differ from an undisturbed one`);
if (wrong > 0) process.exitCode = 1;

/** One kill, some of them two, and what has come of it. */
async function tryOnce(seed: number): Promise<{ resumed: boolean; isEqual: boolean }> {
  const random = seededRandom(seed);
  const logto = await startLogto({ seed: { seed, users: 900, organizations: 40, memberships: 1_200 } });
  const [undisturbed, database] = [join(folder, `${seed}-undisturbed.db`), join(folder, `${seed}.db`)];
  try {
    const { baseUrl, clientId, clientSecret } = logto;
    const connector = await createLogtoGovernance({ config: { baseUrl, clientId, clientSecret }, runtime });
    const { requests } = await connector.sync({ database: undisturbed });
    for (let kill = 0; kill <= seed % 2; kill += 1) {
      await killDuringSync(logto, database, 1 + Math.floor((random() * requests) / (1 + kill)), random() * 15);
    }
    const result = await connector.sync({ database });
    const isEqual = isDeepStrictEqual(await recordsIn(database), await recordsIn(undisturbed));
    return { resumed: result.resumed, isEqual: isEqual && result.state === 'Connected' };
  } finally {
    await logto.close();
  }
}

async function recordsIn(database: string): Promise<unknown> {
  const snapshots = await openSnapshots(database);
  try {
    const snapshot = snapshots.get();
    return [[...snapshot.resources()], [...snapshot.grants()]];
  } finally {
    snapshots.close();
  }
}
