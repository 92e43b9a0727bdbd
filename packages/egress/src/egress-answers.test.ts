import http from 'node:http';
import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { EgressOptions } from './options.ts';
import { failureOf, testEgress } from './testing/egress.ts';
import { type Handler, startHttp, startRaw, startTcp } from './testing/servers.ts';

const anything = z.unknown();

async function ask(handler: Handler, options: EgressOptions = {}) {
  const { port } = await startHttp(handler);
  const egress = testEgress({ privateHosts: ['127.0.0.1'], ...options });
  return { egress, url: `http://127.0.0.1:${port}/path?a=b#c` };
}

const answering =
  (body: string | Buffer, headers: http.OutgoingHttpHeaders = {}, status = 200): Handler =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);

async function failureFor(handler: Handler, options: EgressOptions = {}) {
  const { egress, url } = await ask(handler, options);
  return failureOf(egress.json({ url }, anything));
}

async function rawFailure(answer: string | Buffer, end: 'close' | 'keep' | 'reset', options: EgressOptions = {}) {
  const { port } = await startRaw(answer, end);
  return failureOf(
    testEgress({ privateHosts: ['127.0.0.1'], ...options }).request({ url: `http://127.0.0.1:${port}/` }),
  );
}

describe('request', () => {
  it('sends method, path, headers and body, and gives status, headers and body', async () => {
    const seen: unknown[] = [];
    const { egress, url } = await ask((request, response) => {
      request.setEncoding('utf8').on('data', (body: string) => {
        seen.push(request.method, request.url, request.headers['x-a'], request.headers['content-length'], body);
        response
          .writeHead(
            418,
            [
              ['X-A', '1'],
              ['x-a', '2'],
              ['Set-Cookie', 'a=1'],
              ['set-cookie', 'b=2'],
            ].flat(),
          )
          .end('ü');
      });
    });
    const answer = await egress.request({ url: new URL(url), method: 'POST', headers: { 'X-A': 'y' }, body: 'ü=1' });
    expect(seen).toEqual(['POST', '/path?a=b', 'y', '4', 'ü=1']);
    expect(answer.status).toBe(418);
    expect(answer.headers).toMatchObject({ 'x-a': '1, 2', 'set-cookie': 'a=1, b=2' });
    expect(Buffer.from(answer.body).toString()).toBe('ü');
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
    'attack: request smuggling: the body of a %s is framed',
    async (method) => {
      const { egress, url } = await ask((request, response) => {
        request.setEncoding('utf8');
        let body = '';
        request.on('data', (chunk: string) => (body += chunk));
        request.on('end', () => response.end(JSON.stringify([request.method, request.url, body])));
      });
      const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n';
      const answers = [await egress.request({ url, method, body: smuggled }), await egress.request({ url })];
      expect(answers.map(({ body }) => JSON.parse(Buffer.from(body).toString()))).toEqual([
        [method, '/path?a=b', smuggled],
        ['GET', '/path?a=b', ''],
      ]);
    },
  );

  it('sends bytes, and reads empty bodies, HEAD, 204 and 304', async () => {
    const { egress, url } = await ask((request, response) => {
      if (request.method === 'HEAD')
        response.writeHead(200, { 'content-length': '99999999', 'content-encoding': 'gzip' }).end();
      else if (request.method === 'GET') response.writeHead(304, { 'content-encoding': 'gzip', etag: '"a"' }).end();
      else if (request.method === 'DELETE') response.writeHead(204).end();
      else request.pipe(response);
    });
    const statuses = ['HEAD', 'GET', 'DELETE'].map(async (method) => {
      const { status, body } = await egress.request({ url, method });
      return [status, body.length];
    });
    expect(await Promise.all(statuses)).toEqual([
      [200, 0],
      [304, 0],
      [204, 0],
    ]);
    const echo = await egress.request({ url, method: 'PUT', body: new Uint8Array([0, 255]) });
    expect([...echo.body]).toEqual([0, 255]);
  });

  it('passes over 1xx answers', async () => {
    const { port } = await startRaw(
      'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok',
      'keep',
    );
    const answer = await testEgress({ privateHosts: ['127.0.0.1'] }).request({ url: `http://127.0.0.1:${port}/` });
    expect([answer.status, Buffer.from(answer.body).toString()]).toEqual([200, 'ok']);
  });

  it.each(['Host', 'content-length', 'Transfer-Encoding', 'connection', 'upgrade', 'expect', 'proxy-authorization'])(
    'attack: the header %s may not steer the connection',
    async (name) => {
      const { egress, url } = await ask(answering('{}'));
      const refused = await failureOf(egress.request({ url, headers: { [name]: 'canary' } }));
      expect([refused.code, refused.hint?.includes('canary')]).toEqual(['invalid_request_parameters', false]);
    },
  );

  it('attack: CR and LF in headers, paths and methods', async () => {
    const { egress, url } = await ask(answering('{}'));
    for (const value of ['canary\r\nx: y', 'canary\n', 'canary\0']) {
      const error = await failureOf(egress.request({ url, headers: { 'x-a': value } }));
      expect(error.code).toBe('invalid_request_parameters');
      expect(JSON.stringify([error, error.cause])).not.toContain('canary');
    }
    for (const method of ['CONNECT', 'TRACE', 'GET / HTTP/1.1\r\n', 'get', '']) {
      expect((await failureOf(egress.request({ url, method }))).code).toBe('invalid_request_parameters');
    }
    expect((await egress.request({ url: `${url}\r\nx: y` })).status).toBe(200);
  });

  it('takes smaller limits for one request, never larger ones', async () => {
    const { egress, url } = await ask(answering('"12345678"'), { maxBytes: 100 });
    expect((await egress.request({ url, maxBytes: 10 })).body.length).toBe(10);
    expect((await failureOf(egress.request({ url, maxBytes: 9 }))).code).toBe('invalid_response');
    for (const limit of [0, -1, Number.NaN]) {
      expect((await failureOf(egress.request({ url, maxBytes: limit }))).code).toBe('invalid_request_parameters');
      expect((await failureOf(egress.request({ url, timeout: limit }))).code).toBe('invalid_request_parameters');
    }
    const large = await ask(answering('x'.repeat(101)), { maxBytes: 100 });
    expect((await failureOf(large.egress.request({ url: large.url, maxBytes: 1_000 }))).code).toBe('invalid_response');
  });
});

describe('json', () => {
  it('gives what the guard gives', async () => {
    const { egress, url } = await ask(
      answering('{"id":12345678901234567890,"more":1}', { 'content-type': 'application/scim+json; charset="UTF-8"' }),
    );
    const { data, status } = await egress.json({ url }, z.object({ id: z.string() }));
    expect([data, status]).toEqual([{ id: '12345678901234567890' }, 200]);
  });

  it('attack: an error with HTTP 200 is for the guard to tell', async () => {
    const { egress, url } = await ask(answering('{"error":"canary","error_description":"canary"}'));
    const error = await failureOf(egress.json({ url }, z.object({ access_token: z.string() })));
    expect([error.code, error.cause?.status]).toEqual(['invalid_response', 200]);
    expect(error.hint).toContain('access_token');
    expect(JSON.stringify(error)).not.toContain('canary');
  });

  it('does not repeat keys that the provider made up', async () => {
    const { egress, url } = await ask(answering('{"a canary":"x"}'));
    const error = await failureOf(egress.json({ url }, z.record(z.string(), z.number())));
    expect(error.hint).toContain('another key');
    expect(error.hint).not.toContain('canary');
  });

  it.each([
    ['HTML', '<html>canary</html>', 'text/html'],
    ['text', 'access_token=canary', 'text/plain'],
    ['JSON that is declared as text', '{"a":"canary"}', 'text/javascript'],
    ['JSON in another charset', '{"a":"canary"}', 'application/json; charset=iso-8859-1'],
    ['two media types', '{"a":"canary"}', 'application/json, text/html'],
    ['HTML that is declared as JSON', '<html>canary</html>', 'application/json'],
    ['truncated JSON', '{"a":"canary', 'application/json'],
    ['nothing', '', 'application/json'],
    ['no media type', '{"a":"canary"}', ''],
  ])('attack: %s', async (_name, body, type) => {
    const error = await failureFor(answering(body, { 'content-type': type }));
    expect(error.code).toBe('invalid_response');
    expect(JSON.stringify([error, error.cause])).not.toContain('canary');
  });

  it('reports the status instead, where that is the reason', async () => {
    const busy = await failureFor(answering('<html>', { 'content-type': 'text/html', 'retry-after': '120' }, 429));
    expect([busy.code, busy.retryAfter, busy.cause?.status]).toEqual(['rate_limit_exceeded', 120, 429]);
    const down = await failureFor(answering('<html>', { 'content-type': 'text/html', 'retry-after': '-1' }, 503));
    expect([down.code, down.retryAfter, down.cause?.status]).toEqual(['provider_unavailable', undefined, 503]);
    const wrong = await failureFor(answering('<html>', { 'content-type': 'text/html' }, 404));
    expect([wrong.code, wrong.cause?.status]).toEqual(['invalid_response', 404]);
    const { egress, url } = await ask(answering('{"message":"m"}', {}, 429));
    expect((await egress.json({ url }, z.object({ message: z.string() }))).status).toBe(429);
  });
});

describe('bodies', () => {
  it.each([300, 301, 302, 303, 305, 307, 308, 399])('attack: redirects are refused: %d', async (status) => {
    const error = await failureFor(answering('{}', { location: 'https://canary.example.com/' }, status));
    expect([error.code, error.cause?.status]).toEqual(['invalid_response', status]);
    expect(error.hint).not.toContain('canary');
  });

  it('attack: gigantic bodies, declared, undeclared and endless', async () => {
    const declared = await failureFor((_request, response) => {
      response.writeHead(200, { 'content-length': '999999999' }).flushHeaders();
    });
    const undeclared = await failureFor(answering('x'.repeat(2 ** 20 + 1), { 'transfer-encoding': 'chunked' }));
    const endless = await failureFor((_request, response) => {
      const write = (): void => {
        if (!response.destroyed) response.write('x'.repeat(10_000), write);
      };
      write();
    });
    for (const error of [declared, undeclared, endless]) {
      expect([error.code, error.hint?.includes('1048576 bytes')]).toEqual(['invalid_response', true]);
    }
  });

  it('accepts exactly as much as is allowed', async () => {
    const { egress, url } = await ask(answering('x'.repeat(1_000)), { maxBytes: 1_000 });
    expect((await egress.request({ url })).body.length).toBe(1_000);
  });

  it.each([
    ['gzip', zlib.gzipSync],
    ['X-GZIP', zlib.gzipSync],
    ['deflate', zlib.deflateSync],
    ['br', zlib.brotliCompressSync],
    ['zstd', zlib.zstdCompressSync],
    ['identity', (body: Buffer) => body],
  ] as const)('decompresses %s', async (encoding, compress) => {
    const { egress, url } = await ask(answering(compress(Buffer.from('{"a":1}')), { 'content-encoding': encoding }));
    expect((await egress.json({ url }, anything)).data).toEqual({ a: 1 });
  });

  it.each([
    ['gzip', zlib.gzipSync],
    ['deflate', zlib.deflateSync],
    ['br', zlib.brotliCompressSync],
    ['zstd', zlib.zstdCompressSync],
  ] as const)('attack: %s bombs are stopped at the limit', async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(64 * 2 ** 20));
    expect(bomb.length).toBeLessThan(2 ** 20);
    const before = process.memoryUsage().arrayBuffers;
    const error = await failureFor(answering(bomb, { 'content-encoding': encoding }));
    expect([error.code, error.hint?.includes('1048576 bytes')]).toEqual(['invalid_response', true]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 2 ** 20);
  });

  it.each([
    ['an unknown encoding', 'compress', '{}'],
    ['a chain of encodings', 'gzip, gzip', zlib.gzipSync(zlib.gzipSync('{}'))],
    ['a name of the prototype', 'constructor', '{}'],
    ['what is not compressed', 'gzip', '{"a":"canary"}'],
    ['a truncated one', 'gzip', zlib.gzipSync('{"a":1}').subarray(0, -9)],
  ])('attack: badly compressed: %s', async (_name, encoding, body) => {
    const error = await failureFor(answering(body, { 'content-encoding': encoding }));
    expect(error.code).toBe('invalid_response');
  });

  it.each([
    ['a short body', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc', 'close', 'provider_unavailable'],
    [
      'missing chunks',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n',
      'close',
      'provider_unavailable',
    ],
    ['a reset', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc', 'reset', 'provider_unavailable'],
    ['no answer', '', 'close', 'provider_unavailable'],
    ['half a head', 'HTTP/1.1 200 OK\r\ncontent-', 'close', 'provider_unavailable'],
    ['a bad chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nabc\r\n', 'keep', 'invalid_response'],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-length: 5\r\n\r\nabc', 'keep', 'invalid_response'],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.9\r\n', 'keep', 'invalid_response'],
    ['a gigantic head', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`, 'keep', 'invalid_response'],
    [
      'another protocol',
      'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n',
      'keep',
      'invalid_response',
    ],
  ] as const)('attack: truncated or malformed: %s', async (_name, answer, end, code) => {
    const error = await rawFailure(answer, end);
    expect(error.code).toBe(code);
    expect(error.hint).not.toMatch(/OpenSSH|HPE|hang up/);
  });

  it.each([
    ['no answer', ''],
    ['half a head', 'HTTP/1.1 200 OK\r\n'],
    ['half a body', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc'],
    [
      'half a compressed body',
      Buffer.concat([
        Buffer.from('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n'),
        zlib.gzipSync('abc').subarray(0, 12),
      ]),
    ],
  ])('attack: endlessly slow: %s', async (_name, answer) => {
    const error = await rawFailure(answer, 'keep', { timeout: 60 });
    expect([error.code, error.cause?.code, error.hint?.includes('0.06 s')]).toEqual([
      'provider_unavailable',
      'ETIMEDOUT',
      true,
    ]);
  });

  it('attack: endlessly slow: a byte at a time', async () => {
    const { port } = await startTcp((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n');
      const drip = setInterval(() => socket.write('x'), 10);
      socket.on('close', () => clearInterval(drip));
    });
    const egress = testEgress({ privateHosts: ['127.0.0.1'], timeout: 100 });
    const error = await failureOf(egress.request({ url: `http://127.0.0.1:${port}/` }));
    expect([error.code, error.cause?.code]).toEqual(['provider_unavailable', 'ETIMEDOUT']);
  });
});
