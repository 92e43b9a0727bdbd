import type { Budget, Row, SuiteName } from '../rows.ts';
import type { SuiteResult } from './suite.ts';

/** The rows of something that this workspace does not have yet. */
export function notBuilt(suite: SuiteName, budgets: Readonly<Record<string, Budget>>): SuiteResult {
  const rows = Object.entries(budgets).map(([name, budget]): Row => ({ suite, name, budget, figure: undefined }));
  return { rows, comparisons: [] };
}
