import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askForToken, type LogtoClient, logtoClient, objectOf } from '../../testing/logto-client.ts';
import { type FakeLogto, startLogto } from '../start-logto.ts';

let logto: FakeLogto;
let client: LogtoClient;

beforeAll(async () => {
  logto = await startLogto();
});

beforeEach(async () => {
  logto.reset();
  client = await logtoClient(logto);
});

afterAll(() => logto.close());

describe('tokens', () => {
  it.each([
    ['token/access-token-missing', 'access_token', undefined],
    ['token/access-token-empty', 'access_token', ''],
    ['token/access-token-number', 'access_token', 42],
    ['token/access-token-line-break', 'access_token', 'a\r\nx-injected: 1'],
    ['token/type-odd', 'token_type', 'mac'],
    ['token/type-missing', 'token_type', undefined],
    ['token/lifetime-missing', 'expires_in', undefined],
    ['token/lifetime-text', 'expires_in', '3600'],
    ['token/lifetime-short', 'expires_in', 1],
    ['token/lifetime-zero', 'expires_in', 0],
    ['token/lifetime-negative', 'expires_in', -3600],
    ['token/lifetime-huge', 'expires_in', 1e15],
    ['token/scope-other', 'scope', 'read:nothing'],
  ] as const)('attack: %s', async (name, field, value) => {
    logto.use(name);
    const { status, text } = await askForToken(logto);
    expect([status, objectOf(text)[field]]).toEqual([200, value]);
  });

  it('attack: a scope that allows nothing', async () => {
    logto.use('token/scope-other');
    expect((await (await logtoClient(logto)).get('/users')).status).toBe(403);
  });

  it('attack: a token expires mid-sync', async () => {
    logto.use('token/expires-midway');
    const status = async (page: number) => (await client.get(`/users?page=${page}`)).status;
    expect([await status(1), await status(2), await status(2)]).toEqual([200, 401, 401]);
    client = await logtoClient(logto);
    expect([await status(2), await status(3)]).toEqual([200, 200]);
  });

  it('attack: a token expires mid-sync, again and again', async () => {
    logto.use('token/expires-often');
    const statuses: number[] = [];
    for (let page = 1; page <= 12; page += 1) {
      const { status } = await client.get(`/users?page=${page}`);
      statuses.push(status);
      if (status === 401) client = await logtoClient(logto);
    }
    expect(statuses.map((status, index) => (status === 401 ? index + 1 : 0)).filter(Boolean)).toEqual([5, 10]);
  });

  it('attack: the role is lost mid-sync, and new tokens do not help', async () => {
    logto.use('token/role-lost-midway');
    await askForToken(logto);
    expect((await client.get('/users')).status).toBe(200);
    expect((await client.get('/organizations/x/users')).status).toBe(403);
    expect((await client.get('/users')).status).toBe(403);
    expect((await (await logtoClient(logto)).get('/users')).status).toBe(403);
  });

  it('attack: the app is deleted mid-sync', async () => {
    logto.use('token/app-deleted-midway');
    await askForToken(logto);
    expect((await client.get('/users')).status).toBe(200);
    expect((await client.get('/organizations/x/users')).status).toBe(401);
    const { status, text } = await askForToken(logto);
    expect([status, objectOf(text).error]).toEqual([400, 'invalid_client']);
  });
});

describe('rate limits', () => {
  it.each([
    ['rate-limit/seconds', /^1$/],
    ['rate-limit/zero', /^0$/],
    ['rate-limit/huge', /^1000000000000$/],
    ['rate-limit/negative', /^-5$/],
    ['rate-limit/fraction', /^0\.5$/],
    ['rate-limit/nonsense', /^soon$/],
    ['rate-limit/empty', /^$/],
    ['rate-limit/date', / GMT$/],
    ['rate-limit/date-broken', /^Fri, 31 Feb/],
  ] as const)('attack: %s, the first time', async (name, retryAfter) => {
    logto.use(name);
    const refused = await client.get('/users');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toMatch(retryAfter);
    expect((await client.get('/users')).status).toBe(200);
  });

  it.each([
    ['rate-limit/date-past', -3600],
    ['rate-limit/date-far', 10 * 365 * 86_400],
  ] as const)('attack: %s', async (name, seconds) => {
    logto.use(name);
    const { headers } = await client.get('/users');
    const after = (Date.parse(headers.get('retry-after') ?? '') - Date.now()) / 1000;
    expect(Math.abs(after - seconds)).toBeLessThan(10);
  });

  it('attack: no Retry-After', async () => {
    logto.use('rate-limit/missing');
    const { status, headers } = await client.get('/users');
    expect([status, headers.has('retry-after')]).toEqual([429, false]);
  });

  it('attack: a storm of 429', async () => {
    logto.use('rate-limit/storm');
    const statuses = [];
    for (let attempt = 1; attempt <= 4; attempt += 1) statuses.push((await client.get('/users')).status);
    expect(statuses).toEqual([429, 429, 429, 200]);
    expect((await askForToken(logto)).status).toBe(200);
  });
});

describe('faults', () => {
  it.each([
    ['users/html', 200, /^<!doctype html>/],
    ['users/empty', 200, /^$/],
    ['users/array', 200, /^\[\]$/],
    ['users/error-with-200', 200, /^\{"code":"request.general"/],
    ['users/wrapped', 200, /^\{"data":\[\{.*\]\}$/s],
    ['users/deeply-nested', 200, /^\[{100000}\]{100000}$/],
    ['users/status-204', 204, /^$/],
    ['users/status-401', 401, /error/],
    ['users/status-429-huge', 429, /error/],
    ['users/status-503', 503, /<h1>/],
    ['organizations/status-500', 500, /error/],
    ['organization-roles/null', 200, /^null$/],
  ] as const)('attack: %s', async (name, status, pattern) => {
    logto.use(name);
    const answer = await client.get(`/${name.split('/')[0]}`);
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(pattern);
  });

  it('attack: truncated JSON', async () => {
    const { text } = await client.get('/organizations');
    logto.use('organizations/truncated');
    const truncated = (await client.get('/organizations')).text;
    expect([truncated.length < text.length, text.startsWith(truncated), truncated.length > 0]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it.each(['redirect-302', 'redirect-307'] as const)('attack: %s leads to the trap', async (name) => {
    logto.use(`users/${name}`);
    const { status, headers } = await client.get('/users');
    expect([status, headers.get('location')]).toEqual([Number(name.slice(-3)), `${logto.trap.origin}/redirected`]);
  });

  it('attack: an error that repeats the token, or the secret', async () => {
    logto.use('users/echoing-request', 'token/echoing-request');
    expect((await client.get('/users')).text).toContain(client.token);
    expect((await askForToken(logto)).text).toContain(logto.clientSecret);
  });

  it.each(['status-500-now-and-then', 'html-now-and-then', 'truncated-now-and-then', 'dropped-now-and-then'] as const)(
    'attack: %s, and not when it is tried again',
    async (name) => {
      logto.use(`users/${name}`);
      const isGood = (page: number) =>
        client.get(`/users?page=${page}`).then(
          ({ status, text }) => status === 200 && text.endsWith(']'),
          () => false,
        );
      expect([await isGood(1), await isGood(2), await isGood(3), await isGood(3)]).toEqual([true, true, false, true]);
    },
  );

  it.each(['dropped', 'dropped-midway'] as const)('attack: %s', async (name) => {
    logto.use(`members/${name}`);
    await expect(client.get('/organizations/x/users')).rejects.toThrow();
    expect((await client.get('/users')).status).toBe(200);
  });
});
