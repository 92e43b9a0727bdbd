import type { ServerResponse } from 'node:http';

/** An answer of the API. */
export interface ApiAnswer {
  readonly status: number;
  /** Sent as JSON. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal in Twilio's form: `{ code, message, more_info, status }`. */
export function refusal(
  status: number,
  code: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): ApiAnswer {
  return { status, headers, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}

export function send(response: ServerResponse, { status, body, headers = {} }: ApiAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** What a gateway before the API answers with. */
export function sendPage(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  const title = status === 200 ? 'Welcome' : `Error ${status}`;
  response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(`<html><h1>${title}</h1></html>`);
}
