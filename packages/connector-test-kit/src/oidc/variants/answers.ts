import type { ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { Answer, Endpoint, ProviderContext, Variant } from '../scripted/variant.ts';

/** What it is, and how it changes an answer. */
export type Fault = readonly [description: string, change: (answer: Answer, context: Trap) => Answer];

type Trap = Pick<ProviderContext, 'trapOrigin'>;

const megabyte = 1024 * 1024;
const padding = ' '.repeat(megabyte);
/** Zipped, a kilobyte; gzip members may be strung together (RFC 1952 §2.2). */
const zippedPadding = gzipSync(padding);

const content =
  (type: string, body: string, status = 200) =>
  (answer: Answer): Answer => ({ ...answer, status, headers: { 'content-type': type }, body });

const status =
  (code: number, headers: Answer['headers'] = {}) =>
  (answer: Answer): Answer => ({
    status: code,
    headers: { ...answer.headers, ...headers },
    body: '{"error":"temporarily_unavailable"}',
  });

const deliver =
  (how: (answer: Answer, response: ServerResponse) => void) =>
  (answer: Answer): Answer => ({ ...answer, deliver: how });

const redirected =
  (code: number) =>
  (answer: Answer, { trapOrigin }: Trap): Answer => ({
    ...answer,
    status: code,
    headers: { location: `${trapOrigin}/redirected` },
    body: '',
  });

/** RFC 9110 §5.6.7, that many minutes from now. */
const httpDate = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toUTCString();

const clockOff =
  (minutes: number) =>
  (answer: Answer): Answer => ({ ...answer, headers: { ...answer.headers, date: httpDate(minutes) } });

/** What can be wrong with any answer that ought to be JSON. Oversized ones end in the very answer that was expected. */
export const faults = {
  html: ['an HTML page with HTTP 200.', content('text/html', '<!doctype html><title>Sign in</title><p>Hello.')],
  text: ['plain text with HTTP 200.', content('text/plain', 'OK')],
  empty: ['nothing, with HTTP 200.', content('application/json', '')],
  array: ['a JSON list.', content('application/json', '[]')],
  null: ['JSON null.', content('application/json', 'null')],
  truncated: [
    'JSON that is cut in half.',
    (answer) => ({ ...answer, body: answer.body.slice(0, answer.body.length / 2) }),
  ],
  'content-type-text': [
    'the right JSON, labelled as plain text.',
    (answer) => ({ ...answer, headers: { ...answer.headers, 'content-type': 'text/plain' } }),
  ],
  'prototype-keys': [
    'the right JSON with members `__proto__` and `constructor`.',
    (answer) => ({
      ...answer,
      body: answer.body.replace('{', '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},'),
    }),
  ],
  gigantic: ['64 megabytes.', deliver(sendGigantic)],
  'gzip-bomb': ['64 kilobytes that unzip to 64 megabytes.', deliver(sendBomb)],
  'gzip-broken': [
    'a body that only claims to be zipped.',
    (answer) => ({ ...answer, headers: { ...answer.headers, 'content-encoding': 'gzip' } }),
  ],
  slow: ['headers at once, then a byte now and then for ever.', deliver(drip)],
  silent: ['no answer at all.', deliver(() => {})],
  dropped: ['the connection is dropped.', deliver((_answer, response) => void response.destroy())],
  'dropped-midway': ['the connection is dropped in the middle of the body.', deliver(dropMidway)],
  'redirect-302': ['a redirect to the trap.', redirected(302)],
  'redirect-307': ['a redirect to the trap that keeps method and body.', redirected(307)],
  'clock-ahead': ['the right answer; the Date header is an hour ahead.', clockOff(60)],
  'clock-behind': ['the right answer; the Date header is an hour behind.', clockOff(-60)],
  'status-204': ['HTTP 204.', (answer) => ({ ...answer, status: 204, body: '' })],
  'status-400-html': ['HTTP 400 with an HTML page.', content('text/html', '<h1>Bad request</h1>', 400)],
  'status-401': ['HTTP 401.', status(401, { 'www-authenticate': 'Bearer error="invalid_token"' })],
  'status-403': ['HTTP 403.', status(403)],
  'status-404': ['HTTP 404 with an HTML page.', content('text/html', '<h1>Not found</h1>', 404)],
  'status-429': ['HTTP 429, Retry-After 7.', status(429, { 'retry-after': '7' })],
  'status-429-no-time': ['HTTP 429 without Retry-After.', status(429)],
  'status-429-date': ['HTTP 429, Retry-After a date.', (answer) => status(429, { 'retry-after': httpDate(2) })(answer)],
  'status-429-huge': ['HTTP 429, Retry-After 10^12.', status(429, { 'retry-after': '1000000000000' })],
  'status-429-negative': ['HTTP 429, Retry-After -5.', status(429, { 'retry-after': '-5' })],
  'status-429-odd': ['HTTP 429, Retry-After "soon".', status(429, { 'retry-after': 'soon' })],
  'status-500': ['HTTP 500.', status(500)],
  'status-503': ['HTTP 503 with an HTML page.', content('text/html', '<h1>Down for maintenance</h1>', 503)],
} as const satisfies Record<string, Fault>;

function sendGigantic({ status: code, headers, body }: Answer, response: ServerResponse): void {
  response.writeHead(code, headers);
  pipeline(Readable.from([...Array.from({ length: 64 }, () => padding), body]), response, () => {});
}

function sendBomb({ status: code, headers, body }: Answer, response: ServerResponse): void {
  response.writeHead(code, { ...headers, 'content-encoding': 'gzip' });
  response.end(Buffer.concat([...Array.from({ length: 64 }, () => zippedPadding), gzipSync(body)]));
}

function drip({ status: code, headers }: Answer, response: ServerResponse): void {
  response.writeHead(code, headers);
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => clearInterval(timer));
}

function dropMidway({ status: code, headers, body }: Answer, response: ServerResponse): void {
  response.writeHead(code, { ...headers, 'content-length': String(Buffer.byteLength(body) + 1) });
  response.write(body, () => response.destroy());
}

/** The endpoints at which each fault can occur. */
const faultyEndpoints = {
  discovery: 'Discovery',
  jwks: 'Key set',
  token: 'Token endpoint',
  userinfo: 'Userinfo',
  revocation: 'Revocation',
} as const satisfies { [endpoint in Endpoint]?: string };

type FaultyEndpoint = keyof typeof faultyEndpoints;
type FaultName = `${FaultyEndpoint}/${keyof typeof faults}`;

function everyFaultOf(endpoint: FaultyEndpoint): [string, Variant][] {
  return Object.entries<Fault>(faults).map(([name, [description, change]]) => [
    `${endpoint}/${name}`,
    { description: `${faultyEndpoints[endpoint]}: ${description}`, answers: { [endpoint]: change } },
  ]);
}

/** Every fault at every endpoint: `token/html`, `jwks/slow`, `userinfo/status-429` and so on. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the names are made of these very tables
export const answerVariants = Object.fromEntries(
  (['discovery', 'jwks', 'token', 'userinfo', 'revocation'] as const).flatMap(everyFaultOf),
) as { [name in FaultName]: Variant };
