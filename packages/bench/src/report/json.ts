import { describeBudget, holds, type Row } from '../rows.ts';
import type { Comparison } from '../suites/suite.ts';
import { describeMachine } from './machine.ts';

/** Everything, for machines. */
export function jsonReport(rows: readonly Row[], comparisons: readonly Comparison[]): string {
  const report = {
    date: new Date().toISOString(),
    machine: describeMachine(),
    rows: rows.map((row) => ({
      suite: row.suite,
      row: row.name,
      budget: describeBudget(row.budget),
      limit: row.budget.limit,
      unit: row.budget.unit,
      figure: row.figure ?? 'not built yet',
      ...(row.spread && { low: row.spread.low, high: row.spread.high }),
      holds: holds(row) ?? 'not built yet',
    })),
    comparisons,
  };
  return JSON.stringify(report, null, 2);
}
