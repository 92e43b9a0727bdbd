import type { ListTrick } from './variant.ts';

const other = (description: string, total: ListTrick['total']): ListTrick => ({
  description: `Total-Number ${description}`,
  total,
});

/** What `Total-Number` says. */
export const totalTricks = {
  'total-missing': other('is missing.', () => undefined),
  'total-missing-later': other('is on the first page only.', (total, { page }) => (page > 1 ? undefined : total)),
  'total-empty': other('is empty.', () => ''),
  'total-zero': other('is 0.', () => '0'),
  'total-low': other('is one too low.', (total) => String(Math.max(0, Number(total) - 1))),
  'total-high': other('is one too high.', (total) => String(Number(total) + 1)),
  'total-changing': other('is one too high at every second request.', (total, { count }) =>
    String(Number(total) + (count % 2 === 0 ? 1 : 0)),
  ),
  'total-negative': other('is -1.', () => '-1'),
  'total-fraction': other('has a fraction.', (total) => `${total}.5`),
  'total-nonsense': other('is the word "many".', () => 'many'),
  'total-twice': other('has the number twice, as from two headers.', (total) => `${total}, ${total}`),
  'total-huge': other('has 400 digits.', () => '9'.repeat(400)),
} as const satisfies Record<string, ListTrick>;
