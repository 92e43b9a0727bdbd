import { expect, it } from 'vitest';
import { readmeRows, rowsOf } from '../testing/readme-table.ts';
import { googleVariants } from './variants.ts';

it('lists every variant in the README, and what it does', async () => {
  expect(await readmeRows('google-variants')).toEqual(rowsOf(googleVariants));
});
