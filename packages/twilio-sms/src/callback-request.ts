import { ConnectorError } from '@jackfield/connector-kit';

/** A status callback as a server gets it: the `Request`, or its signature header and its form. */
export type StatusCallbackRequest = Request | SignedForm;

/** What frameworks that parse the body have left of a request. */
export interface SignedForm {
  /** The header `X-Twilio-Signature`. */
  readonly signature: string | null | undefined;
  /** The form of the body, parsed: `URLSearchParams`, or what `express.urlencoded()` makes. */
  readonly parameters: URLSearchParams | Readonly<Record<string, unknown>>;
}

/** A callback's signature, and each parameter once. */
export interface ParsedCallback {
  readonly signature: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Far more than Twilio sends. */
const maximumBytes = 65_536;

/** @throws `invalid_request_parameters` when there is no signature, or no plain form */
export async function parseCallbackRequest(request: StatusCallbackRequest): Promise<ParsedCallback> {
  const { signature, parameters } = 'headers' in request ? await readRequest(request) : request;
  if (typeof signature !== 'string' || signature === '') throw refusedCallback('It has no X-Twilio-Signature.');
  if (typeof parameters !== 'object' || parameters === null) throw refusedCallback('It has no form.');
  const pairs: readonly (readonly [string, unknown])[] =
    parameters instanceof URLSearchParams ? [...parameters] : Object.entries(parameters);
  const form = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (typeof value !== 'string' || form.has(name)) throw refusedCallback('It has a parameter twice.');
    form.set(name, value);
  }
  return { signature, parameters: form };
}

/** The error for a callback that is not to be believed; `hint` must not repeat anything of it. */
export function refusedCallback(hint: string): ConnectorError {
  return new ConnectorError('invalid_request_parameters', { hint: `The status callback is refused. ${hint}` });
}

async function readRequest(request: Request): Promise<SignedForm> {
  const [mediaType] = (request.headers.get('content-type') ?? '').split(';', 1);
  if (request.method !== 'POST' || mediaType?.trim().toLowerCase() !== 'application/x-www-form-urlencoded') {
    throw refusedCallback('It is not a POST of a form.');
  }
  return {
    signature: request.headers.get('x-twilio-signature'),
    parameters: new URLSearchParams(await readBody(request)),
  };
}

async function readBody(request: Request): Promise<string> {
  if (request.bodyUsed) throw refusedCallback('Its body was read before; pass the signature and the parameters.');
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > maximumBytes) throw refusedCallback('It is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
