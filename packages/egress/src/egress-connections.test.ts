import { execFile } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAuthority, selfSigned } from './testing/certificates.ts';
import { failureOf, namesOf, testEgress } from './testing/egress.ts';
import { closedPort, type Handler, startHttp, startHttps, startRaw, startTcp } from './testing/servers.ts';

const index = fileURLToPath(new URL('index.ts', import.meta.url));
const loopback = async () => [{ address: '127.0.0.1' }];
const authority = await createAuthority();
const identity = await authority.issue(['idp.test', '127.0.0.1']);

/** What a program of its own prints. */
async function runScript(script: string, environment: NodeJS.ProcessEnv = {}): Promise<string> {
  const args = ['--conditions=@jackfield/source', '--input-type=module', '--eval', script];
  const env = { ...process.env, ...environment };
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname, env });
  return stdout;
}

/** Answers the first request of each connection; the second one resets it. */
const forgetful = (requests: string[], answersTo: (count: number) => boolean) =>
  startTcp((socket) => {
    let isUsed = false;
    socket.on('data', (data) => {
      requests.push(data.toString().split(' ')[0] ?? '');
      if (isUsed || !answersTo(requests.length)) socket.resetAndDestroy();
      else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
      isUsed = true;
    });
  });

describe('connections', () => {
  it('are kept for later requests, under one policy only', async () => {
    const { port, connections } = await startHttps(identity, (_request, response) => response.end('ok'));
    const options = { privateHosts: ['idp.test'], lookup: loopback, ca: authority.ca };
    const [one, other] = [testEgress(options), testEgress(options)];
    const url = `https://idp.test:${port}/`;
    for (let count = 0; count < 3; count += 1) expect((await one.request({ url })).status).toBe(200);
    expect(connections()).toBe(1);
    await other.request({ url });
    expect(connections()).toBe(2);
    const strict = testEgress({ lookup: loopback, ca: authority.ca });
    expect((await failureOf(strict.request({ url }))).code).toBe('egress_refused');
    expect(connections()).toBe(2);
  });

  it('are limited in number, and waiting counts as time', async () => {
    const { port, connections } = await startHttp((request, response) => {
      if (request.url !== '/never') response.end('ok');
    });
    const egress = testEgress({ privateHosts: ['127.0.0.1'], maxSockets: 2, timeout: 150 });
    const url = `http://127.0.0.1:${port}`;
    await Promise.all(Array.from({ length: 6 }, () => egress.request({ url })));
    expect(connections()).toBe(2);
    const paths = ['/never', '/never', '/waits'];
    const codes = paths.map(async (path) => (await failureOf(egress.request({ url: url + path }))).cause?.code);
    expect(await Promise.all(codes)).toEqual(['ETIMEDOUT', 'ETIMEDOUT', 'ETIMEDOUT']);
    expect((await egress.request({ url })).status).toBe(200);
  });

  it('are closed with the policy, the idle ones too', async () => {
    const events = new EventEmitter();
    const closed = once(events, 'close');
    const { port } = await startTcp((socket) => {
      socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'));
      socket.on('close', () => events.emit('close', performance.now()));
    });
    const egress = testEgress({ privateHosts: ['127.0.0.1'] });
    await egress.request({ url: `http://127.0.0.1:${port}/` });
    const start = performance.now();
    await egress.close();
    const [end] = await closed;
    expect(end - start).toBeLessThan(2_000);
  });

  it('are closed with the policy, which then refuses everything', async () => {
    const { port } = await startHttp(() => {});
    const egress = testEgress({ privateHosts: ['127.0.0.1'] });
    const running = failureOf(egress.request({ url: `http://127.0.0.1:${port}/` }));
    await egress.close();
    await egress.close();
    for (const error of [
      await running,
      await failureOf(egress.request({ url: 'https://a.example.com/' })),
      await failureOf(egress.resolve('a.example.com', 1)),
    ]) {
      expect([error.code, error.hint?.includes('closed')]).toEqual(['general', true]);
    }
  });

  it('do not keep a process alive', async () => {
    const { port } = await startHttp((_request, response) => response.end('ok'));
    const script = `
      import { createRuntime, defaultRuntime } from ${JSON.stringify(index)};
      defaultRuntime();
      const { egress } = createRuntime({ egress: { privateHosts: ['127.0.0.1'] } });
      const answers = [1, 2].map(() => egress.request({ url: 'http://127.0.0.1:${port}/' }));
      console.log((await Promise.all(answers)).length);
      process.on('exit', () => console.log(performance.now() - start < 2_000));
      const start = performance.now();`;
    expect(await runScript(script)).toBe('2\ntrue\n');
  });
});

describe('a connection that the server closed just before it was used again', () => {
  it('is replaced, for methods that may be repeated', async () => {
    const requests: string[] = [];
    const { port, connections } = await forgetful(requests, () => true);
    const egress = testEgress({ privateHosts: ['127.0.0.1'] });
    const url = `http://127.0.0.1:${port}/`;
    await egress.request({ url });
    expect((await egress.request({ url })).status).toBe(200);
    expect([requests, connections()]).toEqual([['GET', 'GET', 'GET'], 2]);
  });

  it('is tried once more only', async () => {
    const requests: string[] = [];
    const { port } = await forgetful(requests, (count) => count === 1);
    const egress = testEgress({ privateHosts: ['127.0.0.1'] });
    const url = `http://127.0.0.1:${port}/`;
    await egress.request({ url });
    expect((await failureOf(egress.request({ url }))).cause?.code).toBe('ECONNRESET');
    expect(requests.length).toBe(3);
  });

  it('attack: a code is not redeemed twice: POST is never repeated', async () => {
    const requests: string[] = [];
    const { port } = await forgetful(requests, () => true);
    const egress = testEgress({ privateHosts: ['127.0.0.1'] });
    const url = `http://127.0.0.1:${port}/`;
    await egress.request({ url });
    const error = await failureOf(egress.request({ url, method: 'POST', body: 'code=a' }));
    expect([error.code, error.retryable, requests]).toEqual(['provider_unavailable', true, ['GET', 'POST']]);
  });

  it('is not repeated on a connection that was new', async () => {
    const requests: string[] = [];
    const { port } = await forgetful(requests, () => false);
    const egress = testEgress({ privateHosts: ['127.0.0.1'] });
    expect((await failureOf(egress.request({ url: `http://127.0.0.1:${port}/` }))).cause?.code).toBe('ECONNRESET');
    expect(requests).toEqual(['GET']);
  });

  it('is not replaced when the answer was nonsense, or the request was given up', async () => {
    const paths: string[] = [];
    const { port, connections } = await startTcp((socket) => {
      socket.on('data', (data) => {
        const path = data.toString().split(' ')[1] ?? '';
        paths.push(path);
        if (path === '/ok') socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
        if (path === '/nonsense') socket.write('nonsense\r\n');
      });
    });
    const egress = testEgress({ privateHosts: ['127.0.0.1'] });
    const url = `http://127.0.0.1:${port}`;
    await egress.request({ url: `${url}/ok` });
    expect((await failureOf(egress.request({ url: `${url}/nonsense` }))).code).toBe('invalid_response');
    await egress.request({ url: `${url}/ok` });
    expect((await failureOf(egress.request({ url: `${url}/never`, timeout: 30 }))).cause?.code).toBe('ETIMEDOUT');
    await egress.request({ url: `${url}/ok` });
    expect(paths).toEqual(['/ok', '/nonsense', '/ok', '/never', '/ok']);
    expect(connections()).toBe(3);
  });
});

describe('failures in plain words', () => {
  it('names that do not exist, ports at which nothing listens', async () => {
    const egress = testEgress({ privateHosts: ['127.0.0.1'], lookup: namesOf({}).lookup });
    const unknown = await failureOf(egress.request({ url: 'https://nowhere.example.com/canary' }));
    expect(unknown.code).toBe('provider_unavailable');
    expect(unknown.hint).toMatch(/^https:\/\/nowhere\.example\.com could not be found: .*spelling/);
    expect(unknown.cause).toEqual({
      name: 'Error',
      code: 'ENOTFOUND',
      method: 'GET',
      origin: 'https://nowhere.example.com',
    });
    const refused = await failureOf(egress.request({ url: `http://127.0.0.1:${await closedPort()}/` }));
    expect([refused.code, refused.cause?.code]).toEqual(['provider_unavailable', 'ECONNREFUSED']);
    expect(refused.hint).toContain('refused the connection');
  });

  it.each([
    ['expired', () => authority.issue(['idp.test'], { from: -2, to: -1 }), 'CERT_HAS_EXPIRED', 'expired'],
    ['not yet valid', () => authority.issue(['idp.test'], { from: 1, to: 2 }), 'CERT_NOT_YET_VALID', 'not valid yet'],
    ['for another host', () => authority.issue(['other.test']), 'ERR_TLS_CERT_ALTNAME_INVALID', 'another host'],
    ['self-signed', () => selfSigned('idp.test'), 'DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed'],
    [
      'of an unknown authority',
      async () => (await createAuthority()).issue(['idp.test']),
      undefined,
      'unknown authority',
    ],
  ])('a certificate that is %s', async (_name, issue, code, words) => {
    const { port } = await startHttps(await issue(), (_request, response) => response.end());
    const egress = testEgress({ privateHosts: ['idp.test'], lookup: loopback, ca: authority.ca });
    const error = await failureOf(egress.request({ url: `https://idp.test:${port}/` }));
    expect([error.code, error.hint]).toEqual(['provider_unavailable', expect.stringContaining(words)]);
    if (code !== undefined) expect(error.cause?.code).toBe(code);
  });

  it('a port that does not speak TLS', async () => {
    const { port } = await startRaw('HTTP/1.1 400 Bad Request\r\n\r\n', 'close');
    const error = await failureOf(
      testEgress({ privateHosts: ['127.0.0.1'] }).request({ url: `https://127.0.0.1:${port}/` }),
    );
    expect([error.code, error.hint]).toEqual(['provider_unavailable', expect.stringContaining('does not speak TLS')]);
  });

  it('attack: the environment cannot switch certificate checks off', async () => {
    const { port } = await startHttps(await selfSigned('127.0.0.1'), (_request, response) => response.end());
    const script = `
      import { createEgress } from ${JSON.stringify(index)};
      const egress = createEgress({ privateHosts: ['127.0.0.1'] });
      await egress.request({ url: 'https://127.0.0.1:${port}/' }).catch((error) => console.log(error.cause.code));`;
    expect(await runScript(script, { NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toBe('DEPTH_ZERO_SELF_SIGNED_CERT\n');
  });
});

describe('an own authority', () => {
  it("is trusted besides Node's, not instead", async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'egress-')), 'ca.pem');
    onTestFinished(() => rm(dirname(file), { recursive: true }));
    await writeFile(file, authority.ca);
    const own = await createAuthority();
    const handler: Handler = (_request, response) => response.end();
    const servers = [await startHttps(identity, handler), await startHttps(await own.issue(['127.0.0.1']), handler)];
    const script = `
      import { createEgress } from ${JSON.stringify(index)};
      const egress = createEgress({ privateHosts: ['127.0.0.1'], ca: ${JSON.stringify(own.ca)} });
      for (const port of ${JSON.stringify(servers.map(({ port }) => port))}) {
        console.log((await egress.request({ url: 'https://127.0.0.1:' + port })).status);
      }`;
    expect(await runScript(script, { NODE_EXTRA_CA_CERTS: file })).toBe('200\n200\n');
  });
});

describe('the time limit', () => {
  it('covers DNS', async () => {
    const egress = testEgress({ lookup: () => new Promise(() => {}), timeout: 30 });
    expect((await failureOf(egress.request({ url: 'https://a.example.com/' }))).cause?.code).toBe('ETIMEDOUT');
  });

  it('covers the TLS handshake', async () => {
    const { port } = await startTcp(() => {});
    const egress = testEgress({ privateHosts: ['127.0.0.1'], timeout: 30 });
    expect((await failureOf(egress.request({ url: `https://127.0.0.1:${port}/` }))).cause?.code).toBe('ETIMEDOUT');
  });

  it('closes the connection', async () => {
    const events = new EventEmitter();
    const closed = once(events, 'close');
    const { port } = await startTcp((socket) => socket.on('close', () => events.emit('close')).resume());
    const egress = testEgress({ privateHosts: ['127.0.0.1'], timeout: 30 });
    await failureOf(egress.request({ url: `http://127.0.0.1:${port}/` }));
    await closed;
  });

  it('is shortened by the caller, by number and by signal', async () => {
    const { port } = await startTcp(() => {});
    const egress = testEgress({ privateHosts: ['127.0.0.1'] });
    const url = `http://127.0.0.1:${port}/`;
    expect((await failureOf(egress.request({ url, timeout: 20 }))).cause?.code).toBe('ETIMEDOUT');
    const late = await failureOf(egress.request({ url, signal: AbortSignal.timeout(20) }));
    expect([late.code, late.cause?.name]).toEqual(['provider_unavailable', 'TimeoutError']);
  });
});

describe('signals', () => {
  it('end a request, before and while it runs, and leave no listener behind', async () => {
    const { port } = await startHttp((request, response) => {
      if (request.url === '/ok') response.end('ok');
    });
    const egress = testEgress({ privateHosts: ['127.0.0.1'] });
    const url = `http://127.0.0.1:${port}`;
    const early = await failureOf(egress.request({ url, signal: AbortSignal.abort(new Error('canary')) }));
    expect([early.code, early.cause?.code]).toEqual(['provider_unavailable', 'ABORT_ERR']);
    expect(JSON.stringify([early, early.cause])).not.toContain('canary');
    const controller = new AbortController();
    const { signal } = controller;
    expect((await egress.request({ url: `${url}/ok`, signal })).status).toBe(200);
    const running = failureOf(egress.request({ url, signal }));
    controller.abort();
    expect((await running).cause).toMatchObject({ name: 'AbortError', code: 'ABORT_ERR' });
  });
});
