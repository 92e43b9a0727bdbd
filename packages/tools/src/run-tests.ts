/**
 * `pnpm test [vitest arguments]`: runs every test of the workspace. The last line says `N passed, N failed`; the exit code
 * is not 0 when a test or a file failed, when vitest itself failed, or when nothing ran.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binaryPath, runCommand } from './command.ts';
import { describeCounts, readTestReport, type TestReport } from './test-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'jackfield-tests-'));
try {
  const reportPath = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`];
  const vitest = [binaryPath('vitest'), 'run', ...reporters, ...process.argv.slice(2)];
  const { status } = await runCommand(process.execPath, vitest, { output: 'inherit' });

  const nothing: TestReport = { passed: 0, failed: 0, skipped: 0, failedTests: [], failedFiles: [] };
  const report = existsSync(reportPath) ? readTestReport(reportPath) : nothing;
  if (status !== 0 && report.failed === 0) {
    console.log('No test failed, but the run did: see the message above.');
    report.failed = 1;
  }
  if (report.failed > 0 || report.passed === 0) process.exitCode = 1;
  console.log(describeCounts(report));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
