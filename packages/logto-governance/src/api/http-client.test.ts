import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { testRuntime } from '../testing/setup.ts';
import { HttpClient } from './http-client.ts';
import { commonRefusal, refused } from './refusal.ts';
import { usualDelays } from './retry.ts';

/** A client, and what sends a request by it to a server that answers so. */
async function clientOf(answer: RequestListener, onPause: () => void = () => {}) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const { signal } = new AbortController();
  const rules = { parallel: 8, timeout: 10, retries: 1, ...usualDelays };
  const client = new HttpClient({ runtime: testRuntime(), signal, ...rules, onPause });
  return () =>
    client.send({
      method: 'GET',
      url: `http://127.0.0.1:${address.port}/`,
      headers: {},
      guard: z.array(z.unknown()),
      refusal: (refusal, subject) => refused(refusal, subject, commonRefusal(refusal.status, subject), [], Date.now()),
    });
}

test('attack: 429 storm: while one request waits, no other is sent', async () => {
  const arrived: number[] = [];
  let pausedAt = 0;
  let onPause = (): void => {};
  const paused = new Promise<void>((resolve) => {
    onPause = () => {
      pausedAt = performance.now();
      resolve();
    };
  });
  const send = await clientOf((_request, response) => {
    arrived.push(performance.now());
    if (arrived.length === 1) response.writeHead(429, { 'retry-after': '1' }).end('{}');
    else response.end('[]');
  }, onPause);
  const first = send();
  await paused;
  await Promise.all([first, send(), send()]);
  expect(arrived).toHaveLength(4);
  for (const time of arrived.slice(1)) expect(time - pausedAt).toBeGreaterThan(950);
});

test('attack: gzip bomb: what is compressed is not unpacked', async () => {
  let asked = '';
  const send = await clientOf(({ headers }, response) => {
    asked = String(headers['accept-encoding']);
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('[]'));
  });
  await expect(send()).rejects.toMatchObject({ code: 'invalid_response' });
  expect(asked).toBe('identity');
});
