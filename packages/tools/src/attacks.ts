/**
 * `pnpm attacks`: runs every connector's attacks and prints what became of each: the error code, "harmless", or that the
 * connector cannot meet it, with the reason below. The exit code is not 0 when one passes through, or when a connector
 * attempts none.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { attackFaults, attackMatrices, attackNotes, attackReportGuard, ownFinds } from './attack-report.ts';
import { binaryPath, runCommand } from './command.ts';
import { isConnector, workspacePackages } from './workspace.ts';

const folder = mkdtempSync(join(tmpdir(), 'jackfield-attacks-'));
try {
  const path = join(folder, 'report.json');
  const reporters = ['--reporter=json', `--outputFile.json=${path}`];
  await runCommand(process.execPath, [binaryPath('vitest'), 'run', 'src/attack-suite.test.ts', ...reporters]);
  const report = attackReportGuard.parse(JSON.parse(readFileSync(path, 'utf8')));
  const connectors = workspacePackages()
    .filter(isConnector)
    .map(({ manifest }) => manifest.name.replace('@jackfield/', ''));
  console.log([...attackMatrices(report), ownFinds(report), attackNotes(report)].join('\n\n'));
  const faults = attackFaults(report, connectors);
  for (const fault of faults) console.error(`\n${fault}`);
  if (faults.length > 0) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof z.ZodError ? 'vitest wrote no report.' : error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
