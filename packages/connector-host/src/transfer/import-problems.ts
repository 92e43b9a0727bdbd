import type { ConfigIssue, ConnectorError } from '@jackfield/connector-kit';
import { HostError } from '../host-error.ts';

/** An error as a finding about a place in the file. */
export function issueOf({ message, hint }: HostError | ConnectorError, place: string): ConfigIssue {
  return { path: place, problem: `is refused: ${message}`, ...(hint !== undefined && { fix: hint }) };
}

export function invalidImport(issues: readonly ConfigIssue[]): HostError {
  const list = issues.map(({ path, problem, fix }) => `- ${path}: ${problem}${fix === undefined ? '' : `; ${fix}`}`);
  return new HostError('invalid_import', { issues, hint: list.join('\n') });
}
