import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askForToken, logtoClient, objectOf } from '../../testing/logto-client.ts';
import { type FakeLogto, startLogto } from '../start-logto.ts';
import { faultVariants, faultyEndpoints, logtoFaults } from './faults.ts';
import { logtoVariants, onlyWhen } from './index.ts';
import { lists, listTricks, listVariants } from './lists.ts';
import { memberVariants } from './members.ts';
import { rateLimitVariants } from './rate-limits.ts';
import { tokenVariants } from './tokens.ts';
import { walkVariants } from './walks.ts';

const subjects = { tokenVariants, rateLimitVariants, walkVariants, memberVariants, listVariants, faultVariants };

describe('variants of Logto', () => {
  it('has every variant of every subject, under a name of its own', () => {
    const names = Object.values(subjects).flatMap((table) => Object.keys(table));
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(logtoVariants).toSorted()).toEqual(names.toSorted());
  });

  it('has every trick at every list, and every fault at every endpoint', () => {
    expect(Object.keys(listVariants)).toHaveLength(Object.keys(lists).length * Object.keys(listTricks).length);
    const endpoints = Object.keys(faultyEndpoints);
    expect(Object.keys(faultVariants)).toHaveLength(endpoints.length * Object.keys(logtoFaults).length);
  });

  it('names all in kebab-case, and says in one line what each does', () => {
    const odd = Object.entries(logtoVariants).filter(
      ([name, { description }]) => !/^[a-z-]+\/[a-z0-9]+(-[a-z0-9]+)*$/.test(name) || !/^\S[^\n]*\.$/.test(description),
    );
    expect(odd).toEqual([]);
  });

  it('is what the README says', async () => {
    const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
    const table = readme.split(/<!-- \/?logto-variants -->/)[1] ?? '';
    const lines = table.split('\n').filter((line) => line.startsWith('| `'));
    const cells = lines.map((line) => line.split(' | ').map((cell) => cell.replaceAll(/^\| *| *\|?$/g, '').trim()));
    expect(cells).toEqual(rows());
  });
});

/** Variants of one place, one by one; those that can occur at several, once. */
function rows(): string[][] {
  const { tokenVariants: token, rateLimitVariants: limits, walkVariants: walks, memberVariants: members } = subjects;
  return [
    ...Object.entries({ ...token, ...limits, ...walks, ...members }).map(([name, { description }]) => [
      `\`${name}\``,
      description,
    ]),
    ...Object.entries(listTricks).map(([name, { description }]) => [`\`<list>/${name}\``, description]),
    ...Object.entries(logtoFaults).map(([name, [description]]) => [
      `\`<endpoint>/${name}\``,
      `Answers with: ${description}`,
    ]),
  ];
}

describe('onlyWhen', () => {
  let logto: FakeLogto;

  beforeAll(async () => {
    logto = await startLogto();
  });

  afterAll(() => logto.close());

  it('holds a variant back until the request is one that it is for', async () => {
    const { get } = await logtoClient(logto);
    const status = async (page: number) => (await get(`/users?page=${page}`)).status;
    logto.use(onlyWhen('users/status-500', ({ page, attempt }) => page === 2 && attempt === 1));
    expect([await status(1), await status(2), await status(2), await status(3)]).toEqual([200, 500, 200, 200]);
  });

  it.each([
    ['users/pages-unchanged', '/users?page=2'],
    ['users/row-null', '/users?page=2'],
    ['users/total-zero', '/users?page=2'],
    ['walk/user-created', '/users?page=2'],
  ] as const)('holds back every side of %s', async (name, path) => {
    logto.seed();
    logto.use();
    const { get } = await logtoClient(logto);
    const seen = async () => {
      const { text, headers } = await get(path);
      return [text, headers.get('total-number')];
    };
    const honest = await seen();
    logto.use(onlyWhen(name, () => false));
    expect(await seen()).toEqual(honest);
    logto.use(onlyWhen(name, () => true));
    expect(await seen()).not.toEqual(honest);
  });

  it('holds back what is said of tokens', async () => {
    logto.use(onlyWhen('token/role-missing', ({ count }) => count === 2));
    const scope = async () => objectOf((await askForToken(logto)).text).scope;
    expect([await scope(), await scope(), await scope()]).toEqual(['all', undefined, 'all']);
  });
});
