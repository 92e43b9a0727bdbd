import { STATUS_CODES } from 'node:http';
import { type ConfigIssue, ConnectorError, type ProviderDetails } from '@jackfield/connector-kit';
import { HostError } from '../host-error.ts';
import type { Log } from '../log.ts';
import { publicHint } from '../public-hint.ts';

/** An error as every route of the host answers it: RFC 9457, with members of our own. */
export interface Problem {
  /** RFC 9457 §4.2.1: the status and `code` say it all. */
  readonly type: 'about:blank';
  /** The status' name. */
  readonly title: string;
  readonly status: number;
  /** What happened; fixed for each `code`. */
  readonly detail: string;
  /** Stable: what programs decide by. */
  readonly code: string;
  /** What is wrong here, and how to mend it; what only operators may know is not told to others. */
  readonly hint?: string;
  /** Every wrong field. */
  readonly issues?: readonly ConfigIssue[];
  /** Whether the same call may succeed when it is repeated. */
  readonly retryable: boolean;
  /** Seconds after which a retry may succeed; also in the header `retry-after`. */
  readonly retryAfter?: number;
  /** What to look for in the host's log. */
  readonly requestId: string;
  /** The provider's own words. */
  readonly provider?: ProviderDetails;
}

export interface ProblemOptions {
  readonly requestId: string;
  readonly log: Log;
  /** Whether the caller is an operator, who may read what the provider said. Default `false`. */
  readonly isOperator?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Answers an error. One that is neither a `HostError` nor a `ConnectorError` is a 500 that says nothing, since its
 * message may hold anything; the log has it, with secrets replaced.
 */
export function problemResponse(
  error: unknown,
  { requestId, log, isOperator = false, headers }: ProblemOptions,
): Response {
  const problem = toProblem(error, requestId, isOperator);
  if (problem.status >= 500 || isKeptBack(error, problem)) {
    log(problem.status === 500 ? 'error' : 'warn', 'request.failed', { requestId, code: problem.code, error });
  }
  const answer = new Headers({ ...headers });
  answer.set('content-type', 'application/problem+json');
  answer.set('cache-control', 'no-store');
  if (problem.retryAfter !== undefined) answer.set('retry-after', String(problem.retryAfter));
  if (problem.code === 'unauthorized') answer.set('www-authenticate', 'Bearer realm="jackfield"');
  return new Response(JSON.stringify(problem), { status: problem.status, headers: answer });
}

function toProblem(error: unknown, requestId: string, isOperator: boolean): Problem {
  if (!HostError.isInstance(error) && !ConnectorError.isInstance(error)) {
    return {
      ...titled(500),
      detail: 'Something went wrong inside the host.',
      code: 'internal_error',
      hint: 'The log of the host has more under this request id.',
      retryable: false,
      requestId,
    };
  }
  const { status, message, code, retryable, retryAfter } = error;
  // What is wrong inside is for those who can mend it.
  const hint = isOperator ? error.hint : publicHint(error);
  const issues = hint === undefined && error.hint !== undefined ? undefined : error.issues;
  const provider = isOperator && ConnectorError.isInstance(error) ? error.details : undefined;
  return {
    ...titled(status),
    detail: message,
    code,
    ...(hint !== undefined && { hint }),
    ...(issues !== undefined && { issues }),
    retryable,
    ...(retryAfter !== undefined && { retryAfter: Math.max(0, Math.ceil(retryAfter)) }),
    requestId,
    ...(provider !== undefined && { provider }),
  };
}

/** Whether the log has to say what the answer does not. */
function isKeptBack(error: unknown, { hint }: Problem): boolean {
  return (HostError.isInstance(error) || ConnectorError.isInstance(error)) && error.hint !== hint;
}

function titled(status: number): Pick<Problem, 'type' | 'title' | 'status'> {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status };
}
