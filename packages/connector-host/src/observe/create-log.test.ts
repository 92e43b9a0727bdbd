import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { context, trace } from '@opentelemetry/api';
import { ConnectorError } from '@jackfield/connector-kit';
import { expect, test } from 'vitest';
import { HostError } from '../host-error.ts';
import type { LogFields } from '../log.ts';
import { createLog, type LogOptions } from './create-log.ts';

const canary = 'CANARY-7f3a9';

/** The lines of a log with one event. */
const written = (fields: LogFields, options: Partial<LogOptions> = {}, event = 'event'): string => {
  const lines: string[] = [];
  createLog({ write: (line) => lines.push(line), clock: { now: () => 0 }, ...options })('info', event, fields);
  return lines.join('');
};
const parsed = (fields: LogFields): Record<string, unknown> => JSON.parse(written(fields)) as Record<string, unknown>;

test('writes one line an event, as JSON or as text', () => {
  const fields = { connector: 'abc', count: 2, words: 'two words', nested: { a: [1, null] } };
  expect(written(fields)).toBe(
    '{"time":"1970-01-01T00:00:00.000Z","level":"info","event":"event","connector":"abc","count":2,"words":"two words","nested":{"a":[1,null]}}\n',
  );
  expect(written(fields, { format: 'text' })).toBe(
    '1970-01-01T00:00:00.000Z INFO  event connector=abc count=2 words="two words" nested={"a":[1,null]}\n',
  );
});

test('leaves out what is less grave than its level', () => {
  const lines: string[] = [];
  const log = createLog({ write: (line) => lines.push(line), level: 'warn', format: 'text' });
  log('debug', 'one');
  log('info', 'two');
  log('warn', 'three');
  log('error', 'four');
  expect(lines.map((line) => line.trim().split(' ').at(-1))).toEqual(['three', 'four']);
});

test('a field cannot pass itself off as the time, level or event', () => {
  expect(parsed({ time: 'x', level: 'error', event: 'forged' })).toEqual({
    time: '1970-01-01T00:00:00.000Z',
    level: 'info',
    event: 'event',
    time_: 'x',
    level_: 'error',
    event_: 'forged',
  });
});

test.each(
  (
    'token accessToken refresh_token id_token clientSecret client-secret clientsecret SECRET password smtpPassword ' +
    'passphrase authorization Proxy-Authorization cookie Set-Cookie code state apiKey api_key X-API-Key key keys ' +
    'privateKeyPem credentials nonce codeVerifier client_assertion session sessionId config body rawData ' +
    'verificationCode otp JWT'
  ).split(' '),
)('attack: a secret under the key %s is not logged', (key) => {
  const value = key === 'privateKeyPem' ? `-----BEGIN PRIVATE KEY-----\n${canary}` : canary;
  for (const format of ['json', 'text'] as const) {
    expect(written({ [key]: value, deep: [{ [key]: value }], [`a.${key}`]: 1 }, { format })).not.toContain(canary);
  }
});

test.each([
  'tokenId',
  'token_type',
  'keyId',
  'errorCode',
  'statusCode',
  'country_code',
  'passed',
  'expiresAt',
  'states',
])('the harmless key %s is logged', (key) => expect(parsed({ [key]: 'shown' })[key]).toBe('shown'));

test('whether a secret is there may be known, and the code of an error', () => {
  expect(
    parsed({ secret: undefined, password: null, token: true, code: 'invalid_config', state: 123456 }),
  ).toMatchObject({ secret: null, password: null, token: true, code: 'invalid_config', state: '[redacted]' });
});

test.each([
  `GET /callback?code=${canary}&iss=x`,
  `https://app.example.com/#access_token=${canary}`,
  `/callback?iss=x&state=${canary}`,
  `return_to=https%3A%2F%2Fx.example%2F%3Fcode%3D${canary}%26a%3Db`,
  `Authorization: Bearer ${canary}`,
  `bearer   ${canary}`,
  `Basic ${Buffer.from(`user:${canary}`).toString('base64')}`,
  `postgres://user:${canary}@db.example.com/name`,
  `{"client_secret":"${canary}","grant_type":"x"}`,
  `{\\"refresh_token\\": \\"${canary}\\"}`,
  `client_id=a&client_secret=${canary}`,
  `-----BEGIN RSA PRIVATE KEY-----\n${canary}\n-----END RSA PRIVATE KEY-----`,
  `got eyJhbGciOiJSUzI1NiJ9.${canary}.${canary}`,
])('attack: a secret within a text is not logged: %s', (text) => {
  const found = written({ text, list: [text], error: new Error(text, { cause: new TypeError(text) }) });
  expect(found).not.toContain(canary);
  expect(found).not.toContain(Buffer.from(`user:${canary}`).toString('base64'));
  expect(found).toContain('[redacted]');
});

test('of errors that are not ours, only name, code, message and place are logged', () => {
  const error = Object.assign(new Error('connection lost'), {
    code: '57P01',
    detail: canary,
    options: { headers: { authorization: canary } },
    query: `insert ${canary}`,
  });
  const line = written({ error, both: new AggregateError([error], 'all failed') });
  expect(line).not.toContain(canary);
  expect(JSON.parse(line)).toMatchObject({
    error: {
      name: 'Error',
      code: '57P01',
      message: 'connection lost',
      stack: expect.arrayContaining([expect.stringMatching(/^at /)]),
    },
    both: { errors: [{ message: 'connection lost' }] },
  });
});

test('of our own errors, hint and details for operators are logged', () => {
  const connector = new ConnectorError('authorization_failed', {
    hint: 'Sign in anew.',
    details: { providerCode: 'access_denied', providerDescription: `no ${canary}` },
    secrets: [canary],
    cause: { name: 'HTTPError', code: 'E1', status: 401, origin: 'https://idp.example.com', body: canary },
  });
  const host = new HostError('database_unavailable', { hint: 'Check it.', cause: new Error('ECONNREFUSED') });
  const line = written({ connector, host });
  expect(line).not.toContain(canary);
  expect(JSON.parse(line)).toMatchObject({
    connector: {
      name: 'ConnectorError',
      code: 'authorization_failed',
      hint: 'Sign in anew.',
      details: { providerCode: 'access_denied', providerDescription: 'no [redacted]' },
      cause: { code: 'E1', status: 401, origin: 'https://idp.example.com' },
    },
    host: { name: 'HostError', code: 'database_unavailable', hint: 'Check it.', cause: { message: 'ECONNREFUSED' } },
  });
});

test('attack: terminal escape codes and forged lines', () => {
  const hostile = '\u001B]0;title\u0007\u009B2J\r\n2030-01-01 ERROR forged\u2028\u202Eevil\uD800\u{E0041}\u0000';
  for (const format of ['json', 'text'] as const) {
    const line = written({ hostile, [hostile]: hostile }, { format }, hostile);
    expect(line.trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    expect(line.split('\n')).toHaveLength(2);
  }
  expect(parsed({ text: 'naïve 漢字 👍 "q" \\ \u001B' }).text).toBe('naïve 漢字 👍 "q" \\ \u001B');
});

test('circular, huge, deep and hostile values are cut', () => {
  const circle: Record<string, unknown> = { name: 'circle' };
  circle.self = circle;
  const trap = Object.defineProperty({ fine: 1 }, 'bad', {
    enumerable: true,
    get: () => {
      throw new Error(canary);
    },
  });
  const proxy = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error(canary);
      },
    },
  );
  const deep = JSON.parse('{"a":'.repeat(500) + '1' + '}'.repeat(500)) as unknown;
  expect(parsed({ circle })).toMatchObject({ circle: { name: 'circle', self: '[circular]' } });
  expect(parsed({ trap, proxy, text: 'x'.repeat(100_000) })).toMatchObject({
    trap: '[unreadable]',
    proxy: '[unreadable]',
    text: `${'x'.repeat(2000)}…`,
  });
  expect(parsed({ list: Array.from({ length: 60 }, (_, index) => index) }).list).toHaveLength(51);
  const wide = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`k${index}`, 'x'.repeat(1900)]));
  expect(written({ deep, wide, again: wide, more: [wide, wide, wide] }).length).toBeLessThan(17_000);
});

test('values that are no data are named', () => {
  const url = new URL(`https://user:${canary}@x.example/path?code=${canary}`);
  const values = { url, request: new Request(url.origin, { headers: { cookie: canary } }), bytes: Buffer.from(canary) };
  const more = { at: new Date(5), big: 2n ** 70n, run: () => canary, map: new Map([[canary, 1]]), nan: NaN };
  expect(written({ ...values, ...more })).not.toContain(canary);
  expect(parsed({ ...values, ...more })).toMatchObject({
    url: 'https://x.example/path',
    request: '[object]',
    bytes: '[12 bytes]',
    at: '1970-01-01T00:00:00.005Z',
    big: '1180591620717411303424',
    run: '[function]',
    map: '[Map of 1]',
    nan: 'NaN',
  });
});

test('a log that cannot be written breaks nothing', () => {
  const log = createLog({
    write: () => {
      throw new Error('EPIPE');
    },
  });
  expect(() => log('error', 'event')).not.toThrow();
});

test('lines within a span carry its ids', () => {
  const span = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 };
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  try {
    const line = context.with(trace.setSpanContext(context.active(), span), () => written({}));
    expect(JSON.parse(line)).toMatchObject({ trace_id: span.traceId, span_id: span.spanId });
  } finally {
    context.disable();
  }
});
