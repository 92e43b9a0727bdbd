import { expect, it } from 'vitest';
import { textTable } from './table.ts';

it('lays rows out in columns under a heading', () => {
  expect(
    textTable([
      ['name', 'n'],
      ['long name', '1'],
      ['x', '22'],
    ]),
  ).toBe(['name       n', '---------  --', 'long name  1', 'x          22'].join('\n'));
});
