import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runChecked } from '../command.ts';
import { mutantLists } from '../mutant-lists.ts';
import { workspaceRoot } from '../workspace.ts';
import { listFaults } from './list-faults.ts';
import type { Mutant, MutantList } from './mutant.ts';
import { type ListedMutant, runMutants } from './run-lists.ts';

const limit = `export function isAllowed(age: number): boolean {
  if (age < 0) return false;
  if (age > 600) return false;
  return true;
}
`;
const config = 'export default { test: { globals: true } };';
const files = {
  '.gitignore': 'node_modules/\n',
  'packages/limit/vitest.config.mjs': config,
  'packages/limit/package.json': '{ "name": "limit", "type": "module", "exports": "./src/limit.ts" }',
  'packages/limit/src/limit.ts': limit,
  'packages/limit/src/limit.test.ts': `import { isAllowed } from './limit.ts';
    it('refuses what is too old', () => { expect(isAllowed(601)).toBe(false); });
    it('accepts the rest', () => { expect(isAllowed(1)).toBe(true); });`,
  'packages/limit/src/red.test.ts': `it('fails always', () => { expect(1).toBe(2); });`,
  'packages/user/vitest.config.mjs': config,
  'packages/user/package.json': '{ "name": "user", "type": "module" }',
  'packages/user/src/user.test.ts': `import { isAllowed } from 'limit';
    it('is protected by the other package', () => { expect(isAllowed(-1)).toBe(false); });`,
};

const tooOld: Mutant = {
  id: 'too-old',
  row: 'age',
  file: 'src/limit.ts',
  find: 'if (age > 600) return false;',
  replace: '',
  tests: ['limit.test'],
};
const negative: Mutant = { ...tooOld, id: 'negative', find: 'if (age < 0) return false;' };
const listOf = (...mutants: Mutant[]): MutantList => ({ package: 'limit', rows: ['age'], mutants });

let root = '';

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'jackfield-mutation-test-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  mkdirSync(join(root, 'node_modules'));
  mkdirSync(join(root, 'packages/user/node_modules'));
  symlinkSync('../../limit', join(root, 'packages/user/node_modules/limit'));
  await runChecked('git', ['init', '--quiet'], { cwd: root });
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

async function run(...mutants: Mutant[]) {
  const list = listOf(...mutants);
  const listed: ListedMutant[] = mutants.map((mutant) => ({ list, mutant }));
  return runMutants(listed, { root, copies: 2, onResult: () => {} });
}

describe('runMutants', () => {
  it('tells caught, survived and broken mutants apart, and leaves the workspace alone', async () => {
    const results = await run(
      tooOld,
      negative,
      { ...negative, id: 'negative-seen-from-outside', tests: ['user.test'], testPackage: 'user' },
      { ...tooOld, id: 'does-not-load', replace: 'if (' },
    );
    expect(results.map(({ outcome }) => outcome)).toEqual(['caught', 'survived', 'caught', 'invalid']);
    expect(results.map(({ detail }) => detail)).toEqual([
      'refuses what is too old',
      'all 2 tests passed',
      'is protected by the other package',
      expect.stringContaining('no test failed, but a file'),
    ]);
    expect(readFileSync(join(root, 'packages/limit/src/limit.ts'), 'utf8')).toBe(limit);
    expect(existsSync(join(root, 'report.json'))).toBe(false);
  });

  it('runs the tests alone that the list names', async () => {
    const named = async (testNames: string) => {
      const list = { ...listOf(tooOld), testNames };
      const [result] = await runMutants([{ list, mutant: tooOld }], { root, copies: 1, onResult: () => {} });
      return result?.detail;
    };
    expect(await named('^accepts')).toBe('all 1 tests passed');
    expect(await named('^(?!accepts)')).toBe('refuses what is too old');
  });

  it('stops when the tests fail without any mutant', async () => {
    await expect(run({ ...tooOld, tests: ['red.test'] })).rejects.toThrow(
      'The tests of limit fail without any mutant: fails always',
    );
  });
});

describe('listFaults', () => {
  it('finds nothing in a good list', () => {
    expect(listFaults(listOf(tooOld, negative), root)).toEqual([]);
  });

  it.each([
    ['a rule without a mutant', { ...tooOld, row: 'other' }, 'limit: no mutant for "age"'],
    [
      'a text that is gone',
      { ...tooOld, find: 'gone' },
      'limit/too-old: the text to find occurs 0 times in src/limit.ts',
    ],
    ['a text that is not unique', { ...tooOld, find: 'return false;' }, 'occurs 2 times'],
    ['a file that is gone', { ...tooOld, file: 'src/gone.ts' }, 'src/gone.ts does not exist'],
    ['a mutant that changes nothing', { ...tooOld, replace: tooOld.find }, 'nothing is replaced'],
    ['a mutant without tests', { ...tooOld, tests: [] }, 'no tests are named'],
    ['a filter that matches no test', { ...tooOld, tests: ['gone'] }, 'no test file matches gone'],
  ])('finds %s', (_, mutant, fault) => {
    expect(listFaults(listOf(mutant), root)).toContainEqual(expect.stringContaining(fault));
  });

  it('finds an id that is not unique', () => {
    expect(listFaults(listOf(tooOld, tooOld), root)).toEqual(['limit/too-old: the id is not unique']);
  });
});

describe('the lists of this repository', () => {
  it.each(mutantLists.map((list) => [list.package, list] as const))('%s fits the code', (_, list) => {
    expect(listFaults(list, workspaceRoot)).toEqual([]);
  });
});
