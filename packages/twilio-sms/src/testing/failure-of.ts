import { ConnectorError } from '@jackfield/connector-kit';

/** The connector error that `attempt` fails with. */
export async function failureOf(attempt: Promise<unknown>): Promise<ConnectorError> {
  try {
    await attempt;
  } catch (error) {
    if (ConnectorError.isInstance(error)) return error;
    throw new Error('Something else than a ConnectorError was thrown.', { cause: error });
  }
  throw new Error('Nothing was thrown.');
}
