import { describe, expect, it } from 'vitest';
import { createAuthority } from './testing/certificates.ts';
import { failureOf, testEgress } from './testing/egress.ts';
import { closedPort, startHttp, startHttps, startProxy, startTcp } from './testing/servers.ts';

const authority = await createAuthority();
const identity = await authority.issue(['idp.example.com', 'inside.test']);
const neverAsked = async (host: string) => Promise.reject(new Error(`${host} was resolved`));

async function setUp(options: { status?: number; silent?: boolean } = {}) {
  const server = await startHttps(identity, (_request, response) => response.end('ok'));
  const proxy = await startProxy(server.port, options);
  const egressOptions = { proxy: `http://user:p%40ss@127.0.0.1:${proxy.port}`, ca: authority.ca, lookup: neverAsked };
  return { server, proxy, options: egressOptions };
}

describe('through a proxy', () => {
  it('reaches public hosts by a tunnel, which the proxy resolves, and keeps it', async () => {
    const { proxy, options } = await setUp();
    const egress = testEgress(options);
    for (let count = 0; count < 2; count += 1) {
      expect((await egress.request({ url: 'https://idp.example.com/' })).status).toBe(200);
    }
    expect(proxy.requests.map(({ url }) => url)).toEqual(['idp.example.com:443']);
    expect(proxy.requests[0]?.headers['proxy-authorization']).toBe(
      `Basic ${Buffer.from('user:p@ss').toString('base64')}`,
    );
    expect([egress.viaProxy, testEgress().viaProxy]).toEqual([true, false]);
  });

  it('attack: literals, local names and other schemes are refused before the proxy is asked', async () => {
    const { proxy, options } = await setUp();
    const egress = testEgress(options);
    const urls = [
      'https://127.0.0.1/',
      'https://0x7f.1/',
      'https://[::1]/',
      'https://169.254.169.254/',
      'https://[::ffff:a00:1]/',
      'https://localhost./',
      'https://metadata.google.internal/',
      'http://idp.example.com/',
      'https://u@idp.example.com/',
      'https://idp.example.com:25/',
    ];
    for (const url of urls) expect((await failureOf(egress.request({ url }))).code).toBe('egress_refused');
    expect(proxy.requests).toEqual([]);
  });

  it('checks the certificate of the host, not of the proxy', async () => {
    const { options } = await setUp();
    const error = await failureOf(testEgress(options).request({ url: 'https://other.example.com/' }));
    expect(error.cause?.code).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('reaches the hosts of privateHosts directly', async () => {
    const { proxy, server, options } = await setUp();
    const plain = await startHttp((_request, response) => response.end('ok'));
    const egress = testEgress({
      ...options,
      privateHosts: ['inside.test', '127.0.0.1'],
      lookup: async () => [{ address: '127.0.0.1' }],
    });
    expect((await egress.request({ url: `https://inside.test:${server.port}/` })).status).toBe(200);
    expect((await egress.request({ url: `http://127.0.0.1:${plain.port}/` })).status).toBe(200);
    expect(proxy.requests).toEqual([]);
  });

  it('says when the proxy refuses the tunnel or cannot be reached, without its credentials', async () => {
    const { options } = await setUp({ status: 407 });
    const refused = await failureOf(testEgress(options).request({ url: 'https://idp.example.com/' }));
    expect([refused.code, refused.cause?.code, refused.hint]).toEqual([
      'provider_unavailable',
      'ERR_PROXY_TUNNEL',
      expect.stringContaining('proxy'),
    ]);
    const missing = testEgress({ ...options, proxy: `http://user:p%40ss@127.0.0.1:${await closedPort()}` });
    const unreachable = await failureOf(missing.request({ url: 'https://idp.example.com/' }));
    expect([unreachable.code, unreachable.cause?.code]).toEqual(['provider_unavailable', 'ECONNREFUSED']);
    expect(JSON.stringify([refused, unreachable])).not.toContain('p@ss');
  });

  it('keeps the time limit while the tunnel is opened and while TLS is', async () => {
    const silent = await setUp({ silent: true });
    const deaf = await startTcp((socket) => socket.resume());
    const proxy = await startProxy(deaf.port);
    const ports = [silent.proxy, proxy];
    for (const { port, clientClosed } of ports) {
      const egress = testEgress({ ...silent.options, proxy: `http://127.0.0.1:${port}`, timeout: 50 });
      const error = await failureOf(egress.request({ url: 'https://idp.example.com/' }));
      expect([error.code, error.cause?.origin]).toEqual(['provider_unavailable', 'https://idp.example.com']);
      await clientClosed;
    }
  });

  it('ignores the proxies of the environment', async () => {
    const { proxy } = await setUp();
    process.env.HTTPS_PROXY = `http://127.0.0.1:${proxy.port}`;
    const egress = testEgress({ lookup: async () => [] });
    const error = await failureOf(egress.request({ url: 'https://idp.example.com/' }));
    delete process.env.HTTPS_PROXY;
    expect([error.cause?.code, proxy.requests]).toEqual(['ENOTFOUND', []]);
  });
});
