import { setTimeout as wait } from 'node:timers/promises';
import { createRuntime } from '@jackfield/egress';
import type { HostContext } from '../../../context.ts';
import { openDatabase } from '../../../database/database.ts';
import { keysFromFile } from '../../../keys/key-ring.ts';
import { createKeys } from '../../../keys/keys.ts';
import { addSealedRows } from '../../sealed-rows.ts';
import { seeded } from '../../seeded.ts';
import { startWorker, type WorkerProcess } from '../../worker-process.ts';
import { checkRows } from '../check-connectors.ts';
import { readStored } from '../stored.ts';

export interface KillPlace {
  readonly databaseUrl: string;
  readonly keyFile: string;
}

export interface KillReport {
  readonly kills: number;
  /** That the processes were told are done. */
  readonly changes: number;
  /** Of those, how many the audit log does not know. */
  readonly lost: number;
  readonly broken: readonly string[];
  readonly sealed: number;
  readonly entries: number;
}

interface KillOptions {
  /** Told now and then how many kills there were. */
  readonly print: (kills: number) => void;
  readonly signal: AbortSignal;
}

/** Milliseconds that a process lives at most after its first change. */
const longestLife = 200;
/** In each table with a sealed column. */
const sealedRows = 20;

/** Lets two processes work side by side, kills both, and looks into the tables; again and again, on one database. */
export async function runKills(
  { databaseUrl, keyFile }: KillPlace,
  kills: number,
  { print, signal }: KillOptions,
): Promise<KillReport> {
  const random = seeded(11);
  const report = { kills: 0, changes: 0, lost: 0, broken: [] as string[], sealed: 0, entries: 0 };
  const startTwo = (): readonly WorkerProcess[] =>
    [0, 1].map((index) =>
      startWorker('connector-worker.ts', [databaseUrl, keyFile, String(report.kills + index + 1000)]),
    );
  await withContext({ databaseUrl, keyFile }, (context) => addSealedRows(context, sealedRows));

  while (report.kills < kills && !signal.aborted) {
    const workers = startTwo();
    const lines = await killInTheMiddle(workers, () => random() * longestLife);
    report.kills += workers.length;
    await withContext({ databaseUrl, keyFile }, async (context) => {
      const stored = await readStored(context);
      const known = new Set(stored.audit.map(({ subject }) => subject));
      const changes = lines.flat();
      report.changes += changes.length;
      report.lost += changes.filter((id) => !known.has(id)).length;
      report.sealed = stored.sealed;
      report.entries = stored.verification.entries;
      const problems = [
        ...checkRows(stored),
        ...stored.unreadable,
        ...changes.filter((id) => !known.has(id)).map((id) => `acknowledged, and lost: ${id}`),
        ...(stored.verification.intact ? [] : [`the audit log is broken: ${stored.verification.fault}`]),
      ];
      report.broken.push(...problems.map((problem) => `after ${report.kills} kills: ${problem}`));
    });
    if (report.kills % 20 === 0) print(report.kills);
  }
  return report;
}

/** @returns what each was told is done */
async function killInTheMiddle(
  workers: readonly WorkerProcess[],
  life: () => number,
): Promise<readonly (readonly string[])[]> {
  try {
    await Promise.all(workers.map(({ ready }) => ready));
    await Promise.all(workers.map((worker) => worker.begin()));
    return await Promise.all(
      workers.map(async (worker) => {
        await wait(life());
        return worker.kill();
      }),
    );
  } catch (error) {
    await Promise.allSettled(workers.map((worker) => worker.kill()));
    throw error;
  }
}

/** With the keys as the file has them now. */
async function withContext(
  { databaseUrl, keyFile }: KillPlace,
  work: (context: HostContext) => Promise<void>,
): Promise<void> {
  const runtime = createRuntime();
  const { clock, random } = runtime;
  const keys = createKeys(keysFromFile(keyFile));
  const database = await openDatabase(databaseUrl);
  try {
    await work({ database, keys, runtime, clock, random, log: () => {} });
  } finally {
    await database.close();
    await runtime.close();
  }
}
