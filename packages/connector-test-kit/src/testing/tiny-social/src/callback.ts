import { ConnectorError } from '@jackfield/connector-kit';

/** The parameters of a callback in any form; one that comes twice is refused. */
export async function readCallback(callback: unknown): Promise<Map<string, string>> {
  const parameters = new Map<string, string>();
  for (const [name, value] of await entriesOf(callback)) {
    if (typeof value !== 'string' || parameters.has(name)) throw refused();
    parameters.set(name, value);
  }
  return parameters;
}

async function entriesOf(callback: unknown): Promise<Iterable<[string, unknown]>> {
  if (callback instanceof Request) {
    return callback.method === 'POST' ? (await callback.formData()).entries() : new URL(callback.url).searchParams;
  }
  if (callback instanceof URLSearchParams || callback instanceof FormData) return callback.entries();
  if (typeof callback === 'object' && callback !== null && !Array.isArray(callback)) return Object.entries(callback);
  throw refused();
}

function refused(): ConnectorError {
  return new ConnectorError('invalid_request_parameters', { hint: 'Pass the request, its parameters, or a form.' });
}
