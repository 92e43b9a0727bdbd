/**
 * `pnpm mutants [package or id …]`: takes one check out of the code at a time; at least one test must fail each time.
 * Prints which test it was. The exit code is not 0 when a mutant survives, when a list no longer fits the code, or when
 * the tests fail without any mutant.
 */
import { mutantLists } from './mutant-lists.ts';
import { listFaults } from './mutation/list-faults.ts';
import { type ListedResult, runMutants } from './mutation/run-lists.ts';
import { textTable } from './table.ts';
import { workspaceRoot } from './workspace.ts';

const wanted = process.argv.slice(2);
const mutants = mutantLists
  .flatMap((list) => list.mutants.map((mutant) => ({ list, mutant })))
  .filter(({ list, mutant }) => wanted.length === 0 || wanted.includes(list.package) || wanted.includes(mutant.id));
const faults = mutantLists.flatMap((list) => listFaults(list, workspaceRoot));
if (mutants.length === 0) faults.push(`No mutant is called ${wanted.join(', ')}.`);

if (faults.length > 0) {
  for (const fault of faults) console.error(fault);
  process.exitCode = 1;
} else {
  try {
    report(await runMutants(mutants, { root: workspaceRoot, copies: 2, onResult: reportProgress }));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

function reportProgress({ list, mutant, outcome, seconds }: ListedResult): void {
  console.log(`${outcome.padEnd(8)} ${list.package}/${mutant.id} (${seconds.toFixed(1)} s)`);
}

function report(results: readonly ListedResult[]): void {
  const rows = results.map(({ list, mutant, outcome, detail, seconds }) => {
    const shown = outcome === 'caught' ? detail : `${outcome.toUpperCase()}: ${detail}`;
    return [list.package, mutant.row, mutant.id, shown.replaceAll(/\s+/g, ' ').slice(0, 120), seconds.toFixed(1)];
  });
  const caught = results.filter(({ outcome }) => outcome === 'caught').length;
  console.log(`\n${textTable([['package', 'row', 'mutant', 'caught by', 'seconds'], ...rows])}\n`);
  console.log(`${caught} of ${results.length} mutants caught`);
  if (caught < results.length) process.exitCode = 1;
}
