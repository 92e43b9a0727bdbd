import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { answerVariants, githubFaults } from './answers.ts';
import { callbackVariants } from './callback.ts';
import { githubVariants } from './index.ts';
import { limitVariants } from './limits.ts';
import { personVariants } from './person.ts';
import { tokenVariants } from './token.ts';

describe('variants of GitHub', () => {
  it('has every variant of every subject, under a name of its own', () => {
    const subjects = [callbackVariants, tokenVariants, personVariants, limitVariants, answerVariants];
    const names = subjects.flatMap((table) => Object.keys(table));
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(githubVariants).toSorted()).toEqual(names.toSorted());
  });

  it('names all in kebab-case, and says in one line what each does', () => {
    const odd = Object.entries(githubVariants).filter(
      ([name, { description }]) => !/^[a-z-]+\/[a-z0-9]+(-[a-z0-9]+)*$/.test(name) || !/^\S[^\n]*\.$/.test(description),
    );
    expect(odd).toEqual([]);
  });

  it('is what the README says', async () => {
    const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
    const lines = (readme.split(/<!-- \/?github-variants -->/)[1] ?? '')
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    const cells = lines.map((line) => line.split(' | ').map((cell) => cell.replaceAll(/^\| *| *\|?$/g, '').trim()));
    expect(cells).toEqual(rows());
  });
});

/** Variants of its own, one by one; those that can occur at several endpoints, once. */
function rows(): string[][] {
  const single = Object.entries(githubVariants).filter(([name]) => !Object.hasOwn(answerVariants, name));
  const faults = Object.entries(githubFaults);
  return [
    ...single.map(([name, { description }]) => [`\`${name}\``, description]),
    ...faults.map(([name, [description]]) => [`\`<endpoint>/${name}\``, `Answers with: ${description}`]),
  ];
}
