import { ConnectorError } from '@jackfield/connector-kit';
import { HostError } from '../host-error.ts';
import type { SafeValue } from './safe-value.ts';

/** Lines kept of where an error was thrown. */
const mostFrames = 8;

/**
 * An error as an operator needs it. Of the host's and the connectors' own, which hold no secrets, everything; of any
 * other, name, code, message (secrets replaced) and where it was thrown: drivers and HTTP clients put queries, headers
 * and forms into the rest.
 *
 * @param convert makes a part of it safe
 */
export function safeError(error: Error, convert: (part: unknown) => SafeValue): SafeValue {
  const { name, message } = error;
  const shared = { name: convert(name), ...codeOf(error), message: convert(message) };
  if (ConnectorError.isInstance(error)) {
    const { hint, retryAfter, details, issues } = error;
    return { ...shared, ...given({ hint, retryAfter, details, issues }, convert), ...causeOf(error.cause) };
  }
  if (HostError.isInstance(error)) {
    const { hint, retryAfter } = error;
    return { ...shared, ...given({ hint, retryAfter, cause: error.cause }, convert) };
  }
  const errors: unknown = error instanceof AggregateError ? error.errors : undefined;
  return { ...shared, ...given({ errors, stack: frames(error.stack), cause: error.cause }, convert) };
}

/** An identifier such as `ECONNREFUSED` or `23505`, or a short number; no text. */
function codeOf(error: Error): { code?: string | number } {
  const code: unknown = 'code' in error ? error.code : undefined;
  if (typeof code === 'number') return { code };
  return typeof code === 'string' && /^\w[\w.:-]{0,63}$/.test(code) ? { code } : {};
}

/** The kit has reduced it to name, code, status, method and origin. */
function causeOf(cause: ConnectorError['cause']): { cause?: SafeValue } {
  if (cause === undefined) return {};
  const { name, code, status, method, origin } = cause;
  const parts = Object.entries({ name, code, status, method, origin });
  return { cause: Object.fromEntries(parts.filter((part): part is [string, string | number] => isPlain(part[1]))) };
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

function given(
  parts: Readonly<Record<string, unknown>>,
  convert: (part: unknown) => SafeValue,
): Record<string, SafeValue> {
  const present = Object.entries(parts).filter(([, part]) => part !== undefined);
  return Object.fromEntries(present.map(([key, part]) => [key, convert(part)]));
}

/** Without the message, which its first lines repeat. */
function frames(stack: string | undefined): readonly string[] | undefined {
  const lines = stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return lines?.slice(0, mostFrames).map((line) => line.trim());
}
