import type { Spread } from './measure/statistics.ts';

/** What a figure is allowed to be. */
export interface Budget {
  readonly limit: number;
  /** Behind the figure: `×`, `calls`, `ms`. */
  readonly unit: string;
  /** Default: at most. */
  readonly at?: 'most' | 'least';
}

/** A line of the budget table. */
export interface Row {
  readonly suite: SuiteName;
  readonly name: string;
  readonly budget: Budget;
  /** `undefined` for what is not built yet. */
  readonly figure: number | undefined;
  /** Between which values half of the rounds lie. */
  readonly spread?: Pick<Spread, 'low' | 'high'>;
}

export const suiteNames = ['signin', 'smtp', 'sms', 'footprint', 'governance', 'host'] as const;

export type SuiteName = (typeof suiteNames)[number];

/** Whether the figure keeps the budget; `undefined` for what is not built yet. */
export function holds({ budget, figure }: Row): boolean | undefined {
  if (figure === undefined) return undefined;
  return budget.at === 'least' ? figure >= budget.limit : figure <= budget.limit;
}

export function describeBudget({ limit, unit, at = 'most' }: Budget): string {
  return `${at === 'most' ? '≤' : '≥'} ${format(limit)} ${unit}`;
}

export function describeFigure({ figure, spread, budget: { unit } }: Row): string {
  if (figure === undefined) return 'not built yet';
  const range = spread === undefined ? '' : ` (${format(spread.low)}–${format(spread.high)})`;
  return `${format(figure)} ${unit}${range}`;
}

/** At most two digits behind the point. */
function format(value: number): string {
  return String(Math.round(value * 100) / 100);
}
