import { expect, it } from 'vitest';
import { describeBudget, describeFigure, holds, type Row } from './rows.ts';

const row = (figure: number | undefined, at?: 'most' | 'least'): Row => ({
  suite: 'signin',
  name: 'a row',
  budget: { limit: 1.5, unit: '×', ...(at && { at }) },
  figure,
});

it('holds a figure against its budget', () => {
  expect([1.4, 1.5, 1.51].map((figure) => holds(row(figure)))).toEqual([true, true, false]);
  expect([1.4, 1.5, 1.51].map((figure) => holds(row(figure, 'least')))).toEqual([false, true, true]);
  expect(holds(row(undefined))).toBeUndefined();
});

it('does not hold for a figure that is none', () => {
  expect(holds(row(Number.NaN))).toBe(false);
});

it('says both in words', () => {
  expect(describeBudget(row(1).budget)).toBe('≤ 1.5 ×');
  expect(describeBudget(row(1, 'least').budget)).toBe('≥ 1.5 ×');
  expect(describeFigure({ ...row(1.2345), spread: { low: 1.1, high: 1.3 } })).toBe('1.23 × (1.1–1.3)');
  expect(describeFigure(row(undefined))).toBe('not built yet');
});
