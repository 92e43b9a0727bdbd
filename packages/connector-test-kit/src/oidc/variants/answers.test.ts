import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ScriptedProvider, startScriptedProvider } from '../scripted/provider.ts';
import { answerVariants } from './answers.ts';
import type { VariantName } from './index.ts';

let provider: ScriptedProvider;
let honest: string;

beforeAll(async () => {
  provider = await startScriptedProvider({ algorithm: 'ES256' });
  honest = (await receive('/jwks')).body.toString();
});

afterEach(() => provider.reset());
afterAll(() => provider.close());

interface Received {
  status: number | undefined;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** Fetches without unzipping or following anything. */
function receive(path: string, method = 'GET'): Promise<Received> {
  return new Promise((resolve, reject) => {
    request(provider.issuer + path, { method, agent: false }, (response) => {
      const { statusCode: status, headers } = response;
      buffer(response).then((body) => resolve({ status, headers, body }), reject);
    })
      .on('error', reject)
      .end();
  });
}

async function receiveUnder(name: VariantName): Promise<Received> {
  provider.use(name);
  return receive('/jwks');
}

describe('faults', () => {
  it.each([
    ['jwks/html', 200, 'text/html', /^<!doctype html>/],
    ['jwks/text', 200, 'text/plain', /^OK$/],
    ['jwks/empty', 200, 'application/json', /^$/],
    ['jwks/array', 200, 'application/json', /^\[\]$/],
    ['jwks/null', 200, 'application/json', /^null$/],
    ['jwks/content-type-text', 200, 'text/plain', /^\{"keys":/],
    ['jwks/prototype-keys', 200, 'application/json', /^\{"__proto__":\{.*"keys":\[/],
    ['jwks/status-204', 204, 'application/json', /^$/],
    ['jwks/status-400-html', 400, 'text/html', /<h1>/],
    ['jwks/status-401', 401, 'application/json', /error/],
    ['jwks/status-403', 403, 'application/json', /error/],
    ['jwks/status-404', 404, 'text/html', /<h1>/],
    ['jwks/status-500', 500, 'application/json', /error/],
    ['jwks/status-503', 503, 'text/html', /<h1>/],
  ] as const)('%s', async (name, status, type, pattern) => {
    const { headers, body, ...answer } = await receiveUnder(name);
    expect([answer.status, headers['content-type']]).toEqual([status, type]);
    expect(body.toString()).toMatch(pattern);
  });

  it.each([
    ['jwks/status-429', '7'],
    ['jwks/status-429-no-time', undefined],
    ['jwks/status-429-huge', '1000000000000'],
    ['jwks/status-429-negative', '-5'],
    ['jwks/status-429-odd', 'soon'],
  ] as const)('%s', async (name, retryAfter) => {
    const { status, headers } = await receiveUnder(name);
    expect([status, headers['retry-after']]).toEqual([429, retryAfter]);
  });

  it('jwks/status-429-date names a time in the future', async () => {
    const { headers } = await receiveUnder('jwks/status-429-date');
    expect(Date.parse(String(headers['retry-after']))).toBeGreaterThan(Date.now());
  });

  it.each([
    ['jwks/clock-ahead', 60],
    ['jwks/clock-behind', -60],
  ] as const)('%s', async (name, minutes) => {
    const { status, headers, body } = await receiveUnder(name);
    expect([status, body.toString()]).toEqual([200, honest]);
    const offset = (Date.parse(String(headers.date)) - Date.now()) / 60_000;
    expect(Math.round(offset)).toBe(minutes);
  });

  it('jwks/truncated is the first half', async () => {
    const { body } = await receiveUnder('jwks/truncated');
    expect(honest.startsWith(body.toString())).toBe(true);
    expect(body.length).toBe(Math.floor(honest.length / 2));
  });

  it('jwks/gigantic is 64 megabytes that end in the right answer', async () => {
    const { body } = await receiveUnder('jwks/gigantic');
    expect(body.length).toBeGreaterThan(64 * 1024 * 1024);
    expect(body.toString().trim()).toBe(honest);
  });

  it('jwks/gzip-bomb is small, unzips to 64 megabytes, and ends in the right answer', async () => {
    const { headers, body } = await receiveUnder('jwks/gzip-bomb');
    expect(headers['content-encoding']).toBe('gzip');
    expect(body.length).toBeLessThan(100_000);
    const unzipped = gunzipSync(body);
    expect(unzipped.length).toBeGreaterThan(64 * 1024 * 1024);
    expect(unzipped.toString().trim()).toBe(honest);
  });

  it('jwks/gzip-broken cannot be unzipped', async () => {
    const { headers, body } = await receiveUnder('jwks/gzip-broken');
    expect(headers['content-encoding']).toBe('gzip');
    expect(() => gunzipSync(body)).toThrow('incorrect header');
  });

  it('jwks/slow begins and goes on', async () => {
    provider.use('jwks/slow');
    const response = await fetch(`${provider.issuer}/jwks`);
    const reader = response.body?.getReader();
    const chunks = [await reader?.read(), await reader?.read()];
    expect(chunks.map((chunk) => chunk?.done)).toEqual([false, false]);
    await reader?.cancel();
  });

  it('jwks/silent never answers', async () => {
    provider.use('jwks/silent');
    await expect(fetch(`${provider.issuer}/jwks`, { signal: AbortSignal.timeout(200) })).rejects.toThrow('timeout');
  });

  it.each(['jwks/dropped', 'jwks/dropped-midway'] as const)('%s', async (name) => {
    await expect(receiveUnder(name)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it.each([
    ['token/redirect-302', 302],
    ['token/redirect-307', 307],
  ] as const)('%s leads to the trap, which sees what follows', async (name, status) => {
    provider.use(name);
    const body = new URLSearchParams({ client_secret: provider.clientSecret });
    const careful = await fetch(`${provider.issuer}/token`, { method: 'POST', body, redirect: 'manual' });
    expect(careful.status).toBe(status);
    expect(provider.trap.requests).toEqual([]);
    await fetch(`${provider.issuer}/token`, { method: 'POST', body });
    expect(provider.trap.requests).toHaveLength(1);
    expect(provider.trap.saw(provider.clientSecret)).toBe(status === 307);
  });

  it.each([
    ['discovery', '/.well-known/openid-configuration', 'GET'],
    ['token', '/token', 'POST'],
    ['userinfo', '/userinfo', 'GET'],
    ['revocation', '/revoke', 'POST'],
  ] as const)('are there for %s too, and leave the rest alone', async (endpoint, path, method) => {
    provider.use(`${endpoint}/status-503`);
    expect((await receive(path, method)).status).toBe(503);
    expect((await receive('/jwks')).status).toBe(200);
  });

  it('have a description each', () => {
    const descriptions = Object.values(answerVariants).map(({ description }) => description);
    expect(new Set(descriptions).size).toBe(descriptions.length);
  });
});
