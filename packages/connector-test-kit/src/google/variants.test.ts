import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { googleVariants } from './variants.ts';

it('lists every variant in the README, and what it does', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const table = readme.split(/<!-- \/?google-variants -->/)[1] ?? '';
  const rows = table.split('\n').filter((line) => line.startsWith('| `'));
  const cells = rows.map((row) => row.split(' | ').map((cell) => cell.replaceAll(/^\| *| *\|?$/g, '').trim()));
  expect(cells).toEqual(Object.entries(googleVariants).map(([name, { description }]) => [`\`${name}\``, description]));
});
