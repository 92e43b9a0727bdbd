import { expect, it } from 'vitest';
import { flatness } from './flatness.ts';

it('is flat when memory only moves to and fro', () => {
  expect(flatness([20, 60, 40, 42, 41, 43, 40, 42, 41, 42])).toEqual({ first: 41, last: 42, flat: true });
});

it('is not flat when memory grows by more than 5 % and 2 MiB', () => {
  expect(flatness([20, 60, 40, 41, 42, 43, 44, 45, 46, 47]).flat).toBe(false);
  expect(flatness([2, 2, 10, 10, 10, 10, 11, 11, 11, 11]).flat).toBe(true);
});
