import { ConnectorError } from '@jackfield/connector-kit';
import { HostError } from '../host-error.ts';

/** The attribute `error.type` of OpenTelemetry's conventions: a code, or the name of the error's class; few values. */
export function errorType(error: unknown): string {
  if (ConnectorError.isInstance(error) || HostError.isInstance(error)) return error.code;
  const name = error instanceof Error ? error.name : '';
  return /^[A-Z]\w{0,63}$/.test(name) ? name : '_OTHER';
}
