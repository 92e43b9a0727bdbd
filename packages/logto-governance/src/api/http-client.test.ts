import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRuntime } from '@jackfield/egress';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { HttpClient } from './http-client.ts';
import { commonRefusal, refused } from './refusal.ts';
import { usualDelays } from './retry.ts';

test('attack: 429 storm: while one request waits, no other is sent', async () => {
  const arrived: number[] = [];
  const server = createServer((_request, response) => {
    arrived.push(performance.now());
    if (arrived.length === 1) response.writeHead(429, { 'retry-after': '1' }).end('{}');
    else response.setHeader('content-type', 'application/json').end('[]');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const runtime = createRuntime({ egress: { privateHosts: ['127.0.0.1'] } });
  onTestFinished(async () => {
    await runtime.close();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');

  const paused = Promise.withResolvers<number>();
  const { signal } = new AbortController();
  const client = new HttpClient({
    runtime,
    signal,
    parallel: 8,
    timeout: 10,
    retries: 1,
    ...usualDelays,
    onPause: () => paused.resolve(performance.now()),
  });
  const send = () =>
    client.send({
      method: 'GET',
      url: `http://127.0.0.1:${address.port}/`,
      headers: {},
      guard: z.array(z.unknown()),
      refusal: (answer, subject) => refused(answer, subject, commonRefusal(answer.status, subject), [], Date.now()),
    });
  const first = send();
  const pausedAt = await paused.promise;
  await Promise.all([first, send(), send()]);
  expect(arrived).toHaveLength(4);
  for (const time of arrived.slice(1)) expect(time - pausedAt).toBeGreaterThan(950);
});
