import { readFileSync } from 'node:fs';
import * as z from 'zod';

const reportGuard = z.looseObject({
  testResults: z.array(
    z.looseObject({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(z.looseObject({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** What happened in a run of vitest. */
export interface TestReport {
  passed: number;
  /** Failed tests, and files that failed outside of their tests: one that does not load, a hook that throws, a crash. */
  failed: number;
  skipped: number;
  /** Full names of the tests that failed. */
  failedTests: string[];
  /** Paths of the files that failed outside of their tests, with the reason. */
  failedFiles: { path: string; reason: string }[];
}

/**
 * Reads the file that vitest's JSON reporter wrote.
 *
 * @throws when there is no such file, or when it is no report
 */
export function readTestReport(path: string): TestReport {
  const report: TestReport = { passed: 0, failed: 0, skipped: 0, failedTests: [], failedFiles: [] };
  for (const file of reportGuard.parse(JSON.parse(readFileSync(path, 'utf8'))).testResults) {
    const failed = file.assertionResults.filter((test) => test.status === 'failed');
    const passed = file.assertionResults.filter((test) => test.status === 'passed');
    report.passed += passed.length;
    report.skipped += file.assertionResults.length - passed.length - failed.length;
    report.failedTests.push(...failed.map((test) => test.fullName));
    if (file.status === 'failed' && failed.length === 0) {
      report.failedFiles.push({ path: file.name, reason: file.message });
    }
  }
  report.failed = report.failedTests.length + report.failedFiles.length;
  return report;
}

/** `N passed, N failed`, and `, N skipped` when there are any. */
export function describeCounts({ passed, failed, skipped }: TestReport): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
