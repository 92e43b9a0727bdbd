import type { GuardIssue } from './guard.ts';

/** A guard's issue, reduced to what describes the guard and not the value. */
export interface StructuralIssue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  /** Of `unrecognized_keys`. */
  readonly keys: readonly string[];
  /** The rest of zod's fields: `expected`, `minimum`, `format`, `values`, `options` … */
  readonly rule: Readonly<Record<string, unknown>>;
}

/**
 * Replaces the issues that hold others by these: of a union, the ones of the branch that the value was meant for; of a
 * record's key or a set's element, the ones found there.
 */
export function flattenIssues(
  issues: readonly GuardIssue[],
  above: readonly PropertyKey[] = [],
): readonly StructuralIssue[] {
  return issues.flatMap((issue) => {
    const rule: Readonly<Record<string, unknown>> = { ...issue };
    const path = [...above, ...issue.path];
    const code = issue.code ?? 'custom';
    if (code === 'invalid_union') {
      const branch = meantBranch(issueLists(rule.errors));
      if (branch !== undefined) return flattenIssues(branch, path);
    }
    if (code === 'invalid_element') return flattenIssues(issueList(rule.issues), path);
    const keys = Array.isArray(rule.keys) ? rule.keys.filter((key): key is string => typeof key === 'string') : [];
    return [{ code, path, keys, rule }];
  });
}

/** The one branch whose outermost type fits the value; `undefined` when none or several do. */
function meantBranch(branches: readonly (readonly GuardIssue[])[]): readonly GuardIssue[] | undefined {
  const fitting = branches.filter((issues) => issues.length > 0 && !issues.some(isAboutTheWhole));
  return fitting.length === 1 ? fitting[0] : undefined;
}

function isAboutTheWhole(issue: GuardIssue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
}

function issueLists(value: unknown): readonly (readonly GuardIssue[])[] {
  return Array.isArray(value) ? value.map(issueList) : [];
}

function issueList(value: unknown): readonly GuardIssue[] {
  return Array.isArray(value) ? value.filter(isIssue) : [];
}

function isIssue(value: unknown): value is GuardIssue {
  return typeof value === 'object' && value !== null && 'path' in value && Array.isArray(value.path);
}
