import { ConnectorError } from '@jackfield/connector-kit';
import type { LogFields } from '../log.ts';
import { HostError } from '../host-error.ts';

/** What went wrong, in words that may be shown to anybody. */
export interface Problem {
  readonly status: number;
  /** Of `ConnectorError` or `HostError`; else `internal`. */
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  /** Seconds. */
  readonly retryAfter?: number;
}

/** Never text from a provider or from the address. What goes wrong inside is not explained to people. */
export function toProblem(error: unknown): Problem {
  if (!ConnectorError.isInstance(error) && !HostError.isInstance(error)) {
    return { status: 500, code: 'internal', title: 'Something went wrong on our side.' };
  }
  const { status, code, message, hint, retryAfter } = error;
  const isShown = hint !== undefined && (ConnectorError.isInstance(error) || status < 500);
  return {
    status,
    code,
    title: message,
    ...(isShown && { detail: hint }),
    ...(retryAfter !== undefined && { retryAfter }),
  };
}

/** For operators: with the provider's own error, which the connector has cleaned. */
export function toLogFields(error: unknown): LogFields {
  if (ConnectorError.isInstance(error)) {
    const { code, hint, details, cause } = error;
    return { code, hint, details, cause };
  }
  if (HostError.isInstance(error)) return { code: error.code, hint: error.hint, ...causeOf(error.cause) };
  return { code: 'internal', ...causeOf(error) };
}

function causeOf(cause: unknown): LogFields {
  return cause instanceof Error ? { cause: { name: cause.name, message: cause.message } } : {};
}
