import { ConnectorError } from '@jackfield/connector-kit';

/** Characters of a callback that are read at most; authorization codes of large providers stay below 4,000. */
const longestCallback = 32_768;

/**
 * The parameters of a callback, from any form in which a server has them: a `Request` (GET, or POST of a form), a `URL`,
 * `URLSearchParams`, `FormData`, or an object of strings.
 *
 * @throws `invalid_request_parameters` for anything else, and when a parameter comes twice (RFC 6749 §3.1)
 */
export async function readCallback(callback: unknown): Promise<URLSearchParams> {
  const parameters = new URLSearchParams();
  let length = 0;
  for (const [name, value] of await entriesOf(callback)) {
    if (typeof value !== 'string') throw refused('Its parameters must be texts.');
    if (parameters.has(name)) throw refused('A parameter comes more than once.');
    length += name.length + value.length;
    if (length > longestCallback) throw refused('It is too long.');
    parameters.append(name, value);
  }
  return parameters;
}

function entriesOf(callback: unknown): Iterable<[string, unknown]> | Promise<Iterable<[string, unknown]>> {
  if (callback instanceof URLSearchParams) return callback;
  if (callback instanceof URL) return callback.searchParams;
  if (typeof callback !== 'object' || callback === null)
    throw refused('Pass the Request, its parameters, or form data.');
  const tag = Object.prototype.toString.call(callback);
  if (isRequest(callback, tag)) {
    return callback.method === 'POST' ? readForm(callback) : new URL(callback.url).searchParams;
  }
  if (isFormData(callback, tag)) return callback.entries();
  if (Array.isArray(callback)) throw refused('Pass the Request, its parameters, or form data.');
  return Object.entries(callback).filter(([, value]) => value !== undefined);
}

/** By its tag: a framework's `Request` need not be the global one. */
function isRequest(value: object, tag: string): value is Request {
  return tag === '[object Request]' || value instanceof Request;
}

function isFormData(value: object, tag: string): value is FormData {
  return tag === '[object FormData]' || value instanceof FormData;
}

/** OAuth 2.0 Form Post Response Mode: the parameters are the form's, never the address's. */
async function readForm(request: Request): Promise<URLSearchParams> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded')
    throw refused('A POST must carry application/x-www-form-urlencoded.');
  if (Number(request.headers.get('content-length') ?? 0) > longestCallback) throw refused('It is too long.');
  return new URLSearchParams(await readText(request));
}

async function readText(request: Request): Promise<string> {
  if (!request.body) return '';
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of request.body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > longestCallback) throw refused('It is too long.');
  }
  return text + decoder.decode();
}

function refused(why: string): ConnectorError {
  return new ConnectorError('invalid_request_parameters', {
    hint: `The callback cannot be read. ${why}`,
  });
}
