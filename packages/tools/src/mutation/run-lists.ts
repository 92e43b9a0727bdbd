import { rmSync } from 'node:fs';
import type { Mutant, MutantList } from './mutant.ts';
import { baselineTimeout, type MutantResult, runMutant, runPackageTests, testNameOptions } from './run-mutant.ts';
import { inParallel } from '../in-parallel.ts';
import { copyWorkspace } from '../scratch-workspace.ts';

export interface ListedMutant {
  list: MutantList;
  mutant: Mutant;
}

export type ListedResult = ListedMutant & MutantResult;

export interface MutationOptions {
  /** The workspace to copy. */
  root: string;
  /** How many copies to use at once. */
  copies: number;
  onResult: (result: ListedResult) => void;
}

/**
 * Runs mutants, each alone, in copies of the workspace.
 *
 * @throws when the tests fail without any mutant: then a mutant's failure would mean nothing
 */
export async function runMutants(
  mutants: readonly ListedMutant[],
  { root, copies, onResult }: MutationOptions,
): Promise<ListedResult[]> {
  const idle = await Promise.all(Array.from({ length: copies }, () => copyWorkspace(root, 'mutants')));
  const folders = [...idle];
  const withFolder = async <Result>(work: (folder: string) => Promise<Result>): Promise<Result> => {
    const folder = idle.pop();
    if (folder === undefined) throw new Error('More work at once than copies of the workspace.');
    try {
      return await work(folder);
    } finally {
      idle.push(folder);
    }
  };
  try {
    await inParallel(baselinesOf(mutants), copies, (baseline) =>
      withFolder((folder) => checkBaseline(folder, baseline)),
    );
    return await inParallel(mutants, copies, async (listed) => {
      const run = (folder: string) => runMutant(folder, listed.list, listed.mutant);
      const result = { ...listed, ...(await withFolder(run)) };
      onResult(result);
      return result;
    });
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

/** Tests that must pass before any mutant is tried. */
interface Baseline {
  readonly name: string;
  readonly testNames: string | undefined;
  readonly filters: Set<string>;
}

function baselinesOf(mutants: readonly ListedMutant[]): readonly Baseline[] {
  const baselines: Baseline[] = [];
  for (const { list, mutant } of mutants) {
    const name = mutant.testPackage ?? list.package;
    const { testNames } = list;
    let baseline = baselines.find((one) => one.name === name && one.testNames === testNames);
    if (!baseline) baselines.push((baseline = { name, testNames, filters: new Set() }));
    for (const filter of mutant.tests) baseline.filters.add(filter);
  }
  return baselines;
}

async function checkBaseline(folder: string, { name, testNames, filters }: Baseline): Promise<void> {
  const options = testNameOptions(testNames);
  const { report, status, output } = await runPackageTests(folder, name, [...filters], options, baselineTimeout);
  if (status === 0 && report !== undefined && report.failed === 0 && report.passed > 0) return;
  const failures = [...(report?.failedTests ?? []), ...(report?.failedFiles ?? []).map(({ path }) => path)];
  throw new Error(`The tests of ${name} fail without any mutant: ${failures.join('; ') || output}`);
}
