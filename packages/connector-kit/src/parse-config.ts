import { ConnectorError } from './connector-error.ts';
import { describeIssues } from './config-issues.ts';
import type { ConfigGuard } from './guard.ts';

/**
 * Checks a configuration.
 *
 * @returns the parsed value with defaults applied; use this, not what was passed in
 * @throws `invalid_config` with every wrong field in `issues` and `hint`: where it is, what was expected and how to mend
 *   it. Values are never repeated.
 */
export function parseConfig<Output>(guard: ConfigGuard<Output>, value: unknown): Output {
  const result = check(guard, value);
  if (result.success) return result.data;
  const issues = describeIssues(guard, value, result.error.issues);
  const list = issues.map(
    (issue) => `${issue.path || 'the configuration'}: ${issue.problem}${issue.fix ? `; ${issue.fix}` : ''}`,
  );
  throw new ConnectorError('invalid_config', {
    issues,
    hint: `${issues.length === 1 ? 'One field is wrong.' : `${issues.length} fields are wrong.`}\n- ${list.join('\n- ')}`,
  });
}

/** Reading a value can run code of the caller's: a getter or a proxy that throws. */
function check<Output>(guard: ConfigGuard<Output>, value: unknown): ReturnType<ConfigGuard<Output>['safeParse']> {
  try {
    return guard.safeParse(value);
  } catch (error) {
    throw new ConnectorError('invalid_config', {
      hint: 'The configuration cannot be read: one of its properties throws. Pass plain data.',
      cause: error,
    });
  }
}
