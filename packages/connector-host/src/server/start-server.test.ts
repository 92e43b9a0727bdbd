import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import type { LogFields } from '../log.ts';
import { createHealth, type Health, type ReadinessCheck } from './health.ts';
import { type Fetch, type HostServer, type ServerLimits, startServer } from './start-server.ts';

const canary = 'CANARY-55ad';
const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of cleanUp.splice(0).toReversed()) await one();
});

interface Started {
  server: HostServer;
  url: string;
  lines: { event: string; fields: LogFields }[];
  health: Health;
}

const start = async (
  fetch: Fetch,
  limits: Partial<ServerLimits> = {},
  checks: Record<string, ReadinessCheck> = {},
): Promise<Started> => {
  const lines: Started['lines'] = [];
  const health = createHealth(checks);
  const answer: Fetch = async (request, info) => (await health.answer(request)) ?? fetch(request, info);
  const server = await startServer(
    { log: (_level, event, fields = {}) => void lines.push({ event, fields }), random: { bytes: randomBytes } },
    { fetch: answer, port: 0, limits },
  );
  cleanUp.push(() => server.close({ deadline: 0 }));
  return { server, url: `http://127.0.0.1:${server.port}`, lines, health };
};

/** A connection whose every byte is ours. */
const dial = async ({ server }: Started): Promise<{ socket: Socket; text: () => string; closed: Promise<unknown> }> => {
  const socket = connect(server.port, '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', resolve));
  cleanUp.push(() => socket.destroy());
  await once(socket, 'connect');
  return { socket, text: () => text, closed };
};

const hello: Fetch = () => new Response('hello');

test('answers requests, and says where they came from', async () => {
  const { url } = await start(async (request, { remoteAddress }) =>
    Response.json({
      method: request.method,
      path: new URL(request.url).pathname,
      body: await request.text(),
      remoteAddress,
    }),
  );
  const response = await fetch(`${url}/path`, { method: 'POST', body: 'sent' });
  expect(await response.json()).toEqual({ method: 'POST', path: '/path', body: 'sent', remoteAddress: '127.0.0.1' });
});

test('a port in use is named', async () => {
  const { server } = await start(hello);
  const again = startServer({ log: () => {}, random: { bytes: randomBytes } }, { fetch: hello, port: server.port });
  await expect(again).rejects.toMatchObject({ code: 'invalid_request', hint: expect.stringContaining('in use') });
});

test('what the application throws is logged, and not shown', async () => {
  const { url, lines } = await start(() => {
    throw new Error(canary);
  });
  const response = await fetch(url);
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain(canary);
  expect(lines).toMatchObject([{ event: 'request.failed', fields: { error: { message: canary } } }]);
});

test('what a body throws while it is sent is logged, not shown, and cuts the answer', async () => {
  const broken = (before: string[]) => {
    const parts = [...before];
    return new ReadableStream<Uint8Array>({
      async pull(controller) {
        const part = parts.shift();
        if (part === undefined) throw new Error(canary);
        await wait(20);
        controller.enqueue(Buffer.from(part));
      },
    });
  };
  const started = await start((request) => new Response(broken(request.url.endsWith('/early') ? [] : ['one', 'two'])));
  for (const path of ['/early', '/late']) {
    const { socket, text, closed } = await dial(started);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await closed;
    expect(text()).not.toContain(canary);
    expect(text().endsWith('0\r\n\r\n')).toBe(false);
  }
  expect(started.lines.map(({ event }) => event)).toEqual(['response.broken', 'response.broken']);
});

test('a client that goes away ends the work on its answer', async () => {
  let isCancelled = false;
  const body = () => new ReadableStream<Uint8Array>({ pull: () => wait(5), cancel: () => void (isCancelled = true) });
  const started = await start(() => new Response(body()));
  const { socket } = await dial(started);
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(socket, 'data');
  socket.destroy();
  await vi.waitFor(() => expect(isCancelled).toBe(true));
  await wait(10);
  expect(started.lines).toEqual([]);
});

test.each([
  'GET / HTTP/1.1\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: a b\r\n\r\n',
  'nonsense\r\n\r\n',
  'GET /a\\b HTTP/1.1\r\nHost: a@b\r\n\r\n',
])('a malformed request is refused: %j', async (text) => {
  const started = await start(hello);
  const { socket, text: received } = await dial(started);
  socket.write(text);
  await vi.waitFor(() => expect(received()).toMatch(/^HTTP\/1\.1 400/));
});

test('attack: gigantic body, announced or not', async () => {
  let read = 0;
  const started = await start(
    async (request) => {
      read += (await request.text()).length;
      return new Response('done');
    },
    { bodyBytes: 1000 },
  );
  const announced = await fetch(started.url, { method: 'POST', body: 'x'.repeat(1001) });
  expect([announced.status, await announced.json()]).toMatchObject([413, { code: 'content_too_large' }]);
  const endless = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await wait(1);
      controller.enqueue(Buffer.alloc(400));
    },
  });
  const status = await fetch(started.url, { method: 'POST', body: endless, duplex: 'half' }).then(
    (response) => response.status,
    () => 'cut off',
  );
  expect([413, 'cut off']).toContain(status);
  expect(read).toBe(0);
  const fits = await fetch(started.url, {
    method: 'POST',
    body: new Blob(['x'.repeat(1000)]).stream(),
    duplex: 'half',
  });
  expect([fits.status, read]).toEqual([200, 1000]);
});

test('attack: gigantic headers', async () => {
  const started = await start(hello, { headerBytes: 2000 });
  const { socket, text } = await dial(started);
  socket.write(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(3000)}\r\n\r\n`);
  await vi.waitFor(() => expect(text()).toMatch(/^HTTP\/1\.1 431/));
});

test.each([
  ['headers', 'GET / HTTP/1.1\r\nHost: x\r\nX: '],
  ['a body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n'],
])('attack: %s that never end', async (_name, begin) => {
  const started = await start(async (request) => new Response(await request.text()), {
    headersTimeout: 100,
    requestTimeout: 100,
  });
  const { socket, closed } = await dial(started);
  socket.write(begin);
  const dripping = setInterval(() => socket.write('a'), 20);
  cleanUp.push(() => clearInterval(dripping));
  await closed;
});

test('/livez and /readyz', async () => {
  let check: ReadinessCheck = async () => 1;
  const { url } = await start(() => new Response('application'), {}, { database: () => check(), queue: async () => 1 });
  const ask = async (path: string, method = 'GET') => {
    const response = await fetch(url + path, { method });
    return [response.status, await response.text()];
  };
  expect(await ask('/livez')).toEqual([200, '{"status":"alive"}']);
  expect(await ask('/readyz')).toEqual([200, '{"status":"ready","parts":{"database":"ready","queue":"ready"}}']);
  check = async () => {
    throw new Error(canary);
  };
  expect(await ask('/readyz')).toEqual([503, '{"status":"not ready","parts":{"database":"failing","queue":"ready"}}']);
  expect(await ask('/livez')).toEqual([200, '{"status":"alive"}']);
  expect(await ask('/readyz', 'POST')).toEqual([405, '']);
  expect(await ask('/readyz/')).toEqual([200, 'application']);
});

test('a check that hangs is given a second, and is not started again meanwhile', async () => {
  let runs = 0;
  const hanging = () => {
    runs += 1;
    return new Promise(() => {});
  };
  const { url } = await start(hello, {}, { database: hanging });
  const asked = performance.now();
  const answers = await Promise.all([1, 2, 3].map(() => fetch(`${url}/readyz`).then((response) => response.json())));
  expect(performance.now() - asked).toBeLessThan(1900);
  expect(answers).toEqual([1, 2, 3].map(() => ({ status: 'not ready', parts: { database: 'slow' } })));
  expect(runs).toBe(1);
});

test('shutting down finishes what is in flight, says so, and takes nothing new', async () => {
  const gate: { open?: () => void } = {};
  const started = await start(async (request) => {
    if (request.url.endsWith('/slow')) await new Promise<void>((resolve) => (gate.open = resolve));
    return new Response('done');
  });
  const agent = new Agent({ keepAlive: true });
  cleanUp.push(() => agent.destroy());
  const idle = await dial(started);
  const slow = httpRequest(`${started.url}/slow`, { agent }).end();
  const answered = once(slow, 'response');
  await vi.waitFor(() => expect(gate.open).toBeDefined());

  started.health.shutDown();
  const closing = started.server.close({ delay: 200, deadline: 5000 });
  const readiness = await fetch(`${started.url}/readyz`);
  expect([readiness.status, readiness.headers.get('connection'), await readiness.json()]).toEqual([
    503,
    'close',
    { status: 'not ready', parts: { server: 'shutting down' } },
  ]);
  await idle.closed;
  await expect(fetch(started.url)).rejects.toThrow();
  gate.open?.();
  const [response] = (await answered) as [{ statusCode: number; headers: Record<string, string>; resume(): void }];
  response.resume();
  expect([response.statusCode, response.headers.connection]).toEqual([200, 'close']);
  const from = performance.now();
  await closing;
  expect(performance.now() - from).toBeLessThan(1000);
  expect(started.lines).toEqual([]);
});

test('shutting down cuts off what is not done at the deadline', async () => {
  const started = await start(() => new Promise<Response>(() => {}));
  const asked = fetch(started.url).catch((error: unknown) => error);
  await vi.waitFor(async () => {
    expect(await Promise.race([asked, wait(50, 'waiting')])).toBe('waiting');
  });
  await started.server.close({ deadline: 50 });
  expect(await asked).toBeInstanceOf(Error);
  expect(started.lines).toMatchObject([{ event: 'server.cut', fields: { connections: 1 } }]);
});

test('an answer that streams is finished, and its connection then closed', async () => {
  const parts = ['one', 'two', 'three'];
  const body = () =>
    new ReadableStream<Uint8Array>({
      async pull(controller) {
        await wait(30);
        const part = parts.shift();
        if (part === undefined) controller.close();
        else controller.enqueue(Buffer.from(part));
      },
    });
  const started = await start(() => new Response(body()));
  const response = await fetch(started.url);
  const closing = started.server.close({ deadline: 5000 });
  expect(await response.text()).toBe('onetwothree');
  const from = performance.now();
  await closing;
  expect(performance.now() - from).toBeLessThan(1000);
});
