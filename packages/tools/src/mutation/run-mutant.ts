import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binaryPath, outsideOfVitest, runCommand } from '../command.ts';
import { readTestReport, type TestReport } from '../test-report.ts';
import type { Mutant, MutantList } from './mutant.ts';

export interface MutantResult {
  outcome: 'caught' | 'survived' | 'invalid';
  /** The test that noticed, or why the outcome is another. */
  detail: string;
  seconds: number;
}

export interface TestRun {
  report: TestReport | undefined;
  status: number;
  timedOut: boolean;
  output: string;
}

/** Milliseconds for the tests of one mutant; and for all tests of a list, which run first without any mutant. */
const timeout = 120_000;
export const baselineTimeout = 600_000;

/**
 * Runs test files of one package of a workspace.
 *
 * @param longest milliseconds
 */
export async function runPackageTests(
  root: string,
  folder: string,
  filters: readonly string[],
  options: readonly string[] = [],
  longest = timeout,
): Promise<TestRun> {
  const reportPath = join(root, 'report.json');
  rmSync(reportPath, { force: true });
  const reporters = ['--reporter=json', `--outputFile=${reportPath}`];
  const limits = ['--testTimeout=10000', '--hookTimeout=10000'];
  const vitest = [binaryPath('vitest'), 'run', ...filters, ...reporters, ...limits, ...options];
  const { status, timedOut, output } = await runCommand(process.execPath, vitest, {
    cwd: join(root, 'packages', folder),
    env: outsideOfVitest(),
    timeout: longest,
  });
  return { report: existsSync(reportPath) ? readTestReport(reportPath) : undefined, status, timedOut, output };
}

/**
 * Changes the code as the mutant says, runs its tests until one fails, and changes the code back.
 *
 * @param root a workspace that nothing else uses meanwhile
 */
export async function runMutant(root: string, list: MutantList, mutant: Mutant): Promise<MutantResult> {
  const path = join(root, 'packages', list.package, mutant.file);
  const original = readFileSync(path, 'utf8');
  const started = performance.now();
  try {
    writeFileSync(
      path,
      original.replace(mutant.find, () => mutant.replace),
    );
    const options = [...testNameOptions(list.testNames), '--bail=1'];
    const run = await runPackageTests(root, mutant.testPackage ?? list.package, mutant.tests, options);
    return { ...judge(run), seconds: (performance.now() - started) / 1000 };
  } finally {
    writeFileSync(path, original);
  }
}

/** What has vitest run the list's tests only. */
export function testNameOptions(testNames: string | undefined): string[] {
  return testNames === undefined ? [] : [`--testNamePattern=${testNames}`];
}

function judge({ report, status, timedOut, output }: TestRun): Pick<MutantResult, 'outcome' | 'detail'> {
  if (timedOut) return { outcome: 'caught', detail: `(the tests hang: ended after ${timeout / 1000} s)` };
  if (report === undefined) return { outcome: 'invalid', detail: `vitest wrote no report: ${output.slice(-500)}` };
  const [test] = report.failedTests;
  if (test !== undefined) return { outcome: 'caught', detail: test.trim() };
  // Code that cannot be loaded breaks every test: that shows nothing about the check.
  const [file] = report.failedFiles;
  if (file !== undefined) return { outcome: 'invalid', detail: `no test failed, but a file: ${file.reason}` };
  if (report.passed === 0) return { outcome: 'invalid', detail: 'no test ran' };
  if (status !== 0) return { outcome: 'invalid', detail: `no test failed, but the run: ${output.slice(-500)}` };
  return { outcome: 'survived', detail: `all ${report.passed} tests passed` };
}
