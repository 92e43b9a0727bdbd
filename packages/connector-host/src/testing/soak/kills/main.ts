/**
 * `pnpm soak:kills [kills]`: kills processes (200 unless told, half of them on each database) in the middle of a create, a
 * replace, a rotation of the keys or a removal, and looks after each pair whether every rule holds. The exit code is not 0
 * when one does not, or when nothing was done.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../postgres-process.ts';
import { type KillReport, runKills } from './run-kills.ts';

const kills = Number(process.argv[2] ?? 200);
const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
process.exitCode = await main();

async function main(): Promise<number> {
  if (!Number.isSafeInteger(kills) || kills < 4) {
    console.error('pnpm soak:kills [kills]: at least 4');
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'jackfield-kills-'));
  const postgres = await startPostgres();
  try {
    const databases = { sqlite: `sqlite:${join(folder, 'host.sqlite')}`, postgres: await postgres.createDatabase() };
    let code = 0;
    for (const [name, databaseUrl] of Object.entries(databases)) {
      const place = { databaseUrl, keyFile: join(folder, `${name}.keys`) };
      const print = (done: number): void => console.log(`${name}: ${done} kills`);
      const report = await runKills(place, Math.ceil(kills / 2), { print, signal: stop.signal });
      if (stop.signal.aborted) return 130;
      console.log(describe(name, report));
      if (report.broken.length > 0 || report.changes < report.kills) code = 1;
    }
    return code;
  } finally {
    await postgres.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function describe(name: string, { kills: killed, changes, lost, broken, sealed, entries }: KillReport): string {
  return [
    `${name}: ${killed} kills, ${changes} changes acknowledged, ${lost} of them lost, ${broken.length} rules broken`,
    `  at last ${sealed} sealed values open, and ${entries} entries of the audit log are whole`,
    ...broken.slice(0, 20).map((line) => `    ${line}`),
  ].join('\n');
}
