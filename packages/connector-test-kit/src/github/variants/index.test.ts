import { describe, expect, it } from 'vitest';
import { faults } from '../../oidc/variants/answers.ts';
import { faultRowsOf, oddVariants, readmeRows, rowsOf } from '../../testing/readme-table.ts';
import { answerVariants } from './answers.ts';
import { callbackVariants } from './callback.ts';
import { githubVariants } from './index.ts';
import { limitVariants } from './limits.ts';
import { personVariants } from './person.ts';
import { tokenVariants } from './token.ts';

const single = [callbackVariants, tokenVariants, personVariants, limitVariants];

describe('variants of GitHub', () => {
  it('has every variant of every subject, under a name of its own', () => {
    const names = [...single, answerVariants].flatMap((table) => Object.keys(table));
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(githubVariants).toSorted()).toEqual(names.toSorted());
  });

  it('names all in kebab-case, and says in one sentence what each does', () => {
    expect(oddVariants(githubVariants)).toEqual([]);
  });

  it('is what the README says', async () => {
    const rows = [...single.flatMap(rowsOf), ...faultRowsOf(faults)];
    expect(await readmeRows('github-variants')).toEqual(rows);
  });
});
