import { ConnectorError } from '@jackfield/connector-kit';
import type { LogFields } from '../log.ts';
import { HostError } from '../host-error.ts';
import { publicHint } from '../public-hint.ts';

/** What went wrong, in words that may be shown to anybody. */
export interface Problem {
  readonly status: number;
  /** Of `ConnectorError` or `HostError`; else `internal_error`. */
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  /** Seconds. */
  readonly retryAfter?: number;
  /** What to look for in the host's log. */
  readonly requestId: string;
}

/** Never text from a provider or from the address. What goes wrong inside is not explained to people. */
export function toProblem(error: unknown, requestId: string): Problem {
  if (!ConnectorError.isInstance(error) && !HostError.isInstance(error)) {
    return { status: 500, code: 'internal_error', title: 'Something went wrong on our side.', requestId };
  }
  const { status, code, message, retryAfter } = error;
  const detail = publicHint(error);
  return {
    status,
    code,
    title: message,
    ...(detail !== undefined && { detail }),
    ...(retryAfter !== undefined && { retryAfter }),
    requestId,
  };
}

/** For operators: with the provider's own error, which the connector has cleaned. */
export function toLogFields(error: unknown): LogFields {
  if (ConnectorError.isInstance(error)) {
    const { code, hint, details, cause } = error;
    return { code, hint, details, cause };
  }
  if (HostError.isInstance(error)) return { code: error.code, hint: error.hint, ...causeOf(error.cause) };
  return { code: 'internal_error', error };
}

function causeOf(cause: unknown): LogFields {
  return cause instanceof Error ? { cause: { name: cause.name, message: cause.message } } : {};
}
