import { ConnectorError, type ConnectorErrorCode } from '@jackfield/connector-kit';
import { expect } from 'vitest';

/** Expects a `ConnectorError` with one of these codes, and returns it. Anything else that is thrown fails the test. */
export async function expectConnectorError(
  attempt: () => unknown,
  ...codes: readonly ConnectorErrorCode[]
): Promise<ConnectorError> {
  const outcome = await settle(attempt);
  if (!('error' in outcome)) expect.fail(`expected an error (${codes.join(' or ')}), but the call succeeded`);
  const { error } = outcome;
  if (!ConnectorError.isInstance(error)) {
    expect.fail(`expected a ConnectorError (${codes.join(' or ')}), but ${nameOf(error)} was thrown`);
  }
  expect(codes, `the code of the error (hint: ${error.hint ?? 'none'})`).toContain(error.code);
  return error;
}

async function settle(attempt: () => unknown): Promise<{ value: unknown } | { error: unknown }> {
  try {
    return { value: await attempt() };
  } catch (error) {
    return { error };
  }
}

function nameOf(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.name} (${thrown.message.slice(0, 200)})` : `a ${typeof thrown}`;
}
