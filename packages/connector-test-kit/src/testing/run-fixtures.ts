import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as z from 'zod';

const reportGuard = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(
        z.object({
          ancestorTitles: z.array(z.string()),
          title: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
          meta: z.object({ attack: z.looseObject({ id: z.string() }).optional() }).optional(),
        }),
      ),
    }),
  ),
});

/** Fault → what became of each case. */
export type FixtureResults = ReadonlyMap<string, readonly FixtureCase[]>;

interface FixtureCase {
  title: string;
  status: string;
  messages: readonly string[];
  /** What the suite has noted for reports. */
  meta?: { attack?: { id: string } | undefined } | undefined;
}

/** Runs every suite on every broken connector, in a vitest of its own. */
export async function runFixtures(): Promise<FixtureResults> {
  const report = reportGuard.parse(
    JSON.parse(await runVitest(join(import.meta.dirname, 'broken', 'vitest.config.ts'))),
  );
  const results = new Map<string, FixtureCase[]>();
  for (const { name, message, assertionResults } of report.testResults) {
    if (assertionResults.length === 0) throw new Error(`${name} did not load: ${message}`);
    for (const { ancestorTitles, title, status, failureMessages, meta } of assertionResults) {
      const [fault = ''] = ancestorTitles;
      results.set(fault, [...(results.get(fault) ?? []), { title, status, messages: failureMessages ?? [], meta }]);
    }
  }
  return results;
}

/** Its exit code is not looked at: failing is what these runs are for. */
async function runVitest(config: string): Promise<string> {
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
  const folder = await mkdtemp(join(tmpdir(), 'connector-test-kit-'));
  const report = join(folder, 'report.json');
  const { VITEST: _, ...env } = process.env;
  try {
    const options = ['--config', config, '--reporter=json', `--outputFile=${report}`];
    const output = await new Promise<string>((resolve) => {
      execFile(process.execPath, [vitest, 'run', ...options], { env }, (_error, stdout, stderr) =>
        resolve(stdout + stderr),
      );
    });
    return await readFile(report, 'utf8').catch(() => Promise.reject(new Error(`vitest wrote no report: ${output}`)));
  } finally {
    await rm(folder, { recursive: true });
  }
}
