import type { ServerResponse } from 'node:http';
import { type JsonObject, toJson } from '../json.ts';
import type { Answer } from './variant.ts';

export const json = (document: JsonObject, status = 200, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: toJson(document),
});

/** RFC 6749 §5.2. */
export const oauthError = (error: string, description: string, status = 400): Answer =>
  json(
    { error, error_description: description },
    status,
    status === 401 ? { 'www-authenticate': 'Basic realm="scripted provider"' } : {},
  );

export const page = (text: string, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: text,
});

export const redirect = (location: URL): Answer => ({
  status: 302,
  headers: { location: location.href, 'cache-control': 'no-store' },
  body: '',
});

export function send(answer: Answer, response: ServerResponse): void {
  if (answer.deliver) answer.deliver(answer, response);
  else response.writeHead(answer.status, answer.headers).end(answer.body);
}
