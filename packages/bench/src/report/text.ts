import { textTable } from '../../../tools/src/table.ts';
import type { Measurement } from '../measure/rounds.ts';
import { describeBudget, describeFigure, holds, type Row } from '../rows.ts';
import type { Comparison } from '../suites/suite.ts';

const answers = { true: 'yes', false: 'NO', undefined: '–' } as const;

/** The budget table, heading first. */
export function budgetTable(rows: readonly Row[]): string[][] {
  return [
    ['what', 'budget', 'figure', 'holds'],
    ...rows.map((row) => [row.name, describeBudget(row.budget), describeFigure(row), answers[`${holds(row)}`]]),
  ];
}

/** What was measured in one comparison, heading first. */
export function comparisonTable({ measurements }: Comparison): string[][] {
  const heading = [
    'subject',
    'in flight',
    'CPU',
    'against the first',
    'operations',
    'p50',
    'p99',
    'calls',
    'connections',
  ];
  return [heading, ...measurements.map(cells)];
}

function cells({ name, inFlight, cpu, ratio, ...measurement }: Measurement): string[] {
  return [
    name,
    String(inFlight),
    `${cpu.median.toFixed(0)} µs`,
    `${ratio.median.toFixed(2)} × (${ratio.low.toFixed(2)}–${ratio.high.toFixed(2)})`,
    `${measurement.operationsPerSecond.toFixed(0)}/s`,
    `${measurement.p50.toFixed(2)} ms`,
    `${measurement.p99.toFixed(2)} ms`,
    measurement.calls.toFixed(2),
    String(measurement.connections),
  ];
}

/** Everything, for a terminal. */
export function textReport(rows: readonly Row[], comparisons: readonly Comparison[]): string {
  const tables = comparisons.map((comparison) => `${comparison.title}\n\n${textTable(comparisonTable(comparison))}`);
  return [...tables, textTable(budgetTable(rows))].join('\n\n');
}
