import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mutant, MutantList } from './mutant.ts';

/**
 * What is wrong with a list of mutants, one sentence each: a rule without a mutant, a text that is no longer in the code,
 * a filter that matches no test.
 *
 * @param root the workspace
 */
export function listFaults(list: MutantList, root: string): string[] {
  const ids = list.mutants.map(({ id }) => id);
  return [
    ...list.rows
      .filter((row) => !list.mutants.some((mutant) => mutant.row === row))
      .map((row) => `${list.package}: no mutant for "${row}"`),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${list.package}/${id}: the id is not unique`),
    ...list.mutants.flatMap((mutant) =>
      mutantFaults(list, mutant, root).map((fault) => `${list.package}/${mutant.id}: ${fault}`),
    ),
  ];
}

function mutantFaults({ package: folder }: MutantList, mutant: Mutant, root: string): string[] {
  const path = join(root, 'packages', folder, mutant.file);
  if (!existsSync(path)) return [`${mutant.file} does not exist`];
  const occurrences = readFileSync(path, 'utf8').split(mutant.find).length - 1;
  const testFiles = globSync('src/**/*.test.ts', { cwd: join(root, 'packages', mutant.testPackage ?? folder) });
  return [
    ...(occurrences === 1 ? [] : [`the text to find occurs ${occurrences} times in ${mutant.file}`]),
    ...(mutant.find === mutant.replace ? ['nothing is replaced'] : []),
    ...(mutant.tests.length === 0 ? ['no tests are named'] : []),
    ...mutant.tests
      .filter((filter) => !testFiles.some((file) => file.includes(filter)))
      .map((filter) => `no test file matches ${filter}`),
  ];
}
