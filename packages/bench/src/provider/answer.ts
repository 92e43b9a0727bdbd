import type { ServerResponse } from 'node:http';

/** An answer, serialised once where it is always the same. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/** About as many headers as large providers send. */
const usualHeaders = Object.entries({
  'cache-control': 'private, max-age=0, no-cache, no-store',
  'strict-transport-security': 'max-age=31536000; includeSubdomains; preload',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'deny',
  'x-xss-protection': '0',
  'referrer-policy': 'origin-when-cross-origin, strict-origin-when-cross-origin',
  'content-security-policy': "default-src 'none'",
  vary: 'Accept, Authorization, Cookie, Accept-Encoding, X-Requested-With',
  'x-request-id': 'C0DE:2A1B:1815:1210:6F2B',
  'x-ratelimit-limit': '5000',
  'x-ratelimit-remaining': '4987',
  'x-ratelimit-reset': '1893456000',
}).flat();

/** An answer in JSON. */
export function json(value: unknown, status = 200, headers: readonly string[] = usualHeaders): Answer {
  const body = Buffer.from(JSON.stringify(value));
  const own = ['content-type', 'application/json; charset=utf-8', 'content-length', String(body.length)];
  return { status, headers: [...own, ...headers], body };
}

/** Headers of a document that may be kept for a day. */
export const cacheable: readonly string[] = ['cache-control', 'public, max-age=86400'];

export const refused: Answer = json({ error: 'invalid_request' }, 400);

export function send({ status, headers, body }: Answer, response: ServerResponse): void {
  response.writeHead(status, [...headers]).end(body);
}
