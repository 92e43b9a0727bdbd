import https from 'node:https';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { PolicyAgent } from './agents.ts';
import { parseEgressOptions } from './options.ts';
import { OutboundPolicy } from './policy.ts';
import { createAuthority } from './testing/certificates.ts';
import { failureOf, namesOf, testEgress } from './testing/egress.ts';
import { closedPort, startHttp, startHttps, startTcp } from './testing/servers.ts';

const refusedTexts = async (urls: readonly string[], options = {}) => {
  const egress = testEgress(options);
  const errors = await Promise.all(urls.map((url) => failureOf(egress.request({ url }))));
  return errors.map(({ code, hint }) => `${code}: ${hint}`);
};

describe('addresses', () => {
  it.each([
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://0.0.0.0/',
    'https://[::]/',
    'https://169.254.169.254/latest/',
    'https://[::ffff:169.254.169.254]/',
    'https://[64:ff9b::a9fe:a9fe]/',
    'https://[fe80::1]/',
    'https://[fd00:ec2::254]/',
    'https://2130706433/',
    'https://017700000001/',
    'https://0x7f000001/',
    'https://0x7f.1/',
    'https://127.1/',
    'https://127.0.0.1./',
    'https://１２７.0.0.1/',
    'https://①②⑦.0.0.1/',
    'https://10.0.0.1:8443/',
    'https://192.168.1.1/',
    'https://localhost/',
    'https://localhost./',
    'https://LOCALHOST/',
    'https://a.localhost/',
    'https://printer.local/',
    'https://metadata.google.internal/',
    'https://intranet/',
    'https://router.home.arpa/',
  ])('attack: %s', async (url) => {
    const error = await failureOf(testEgress().request({ url }));
    expect([error.code, error.cause]).toEqual(['egress_refused', undefined]);
  });

  it('attack: names that resolve to the inside, even with public addresses beside', async () => {
    const names = namesOf({
      'inside.example.com': [['10.0.0.1']],
      'mapped.example.com': [['::ffff:127.0.0.1']],
      'nat64.example.com': [['64:ff9b::a9fe:a9fe']],
      'both.example.com': [['8.8.8.8', '127.0.0.1']],
      'odd.example.com': [['0x7f.1']],
    });
    const hosts = ['inside', 'mapped', 'nat64', 'both', 'odd'].map((name) => `${name}.example.com`);
    const texts = await refusedTexts(
      hosts.map((host) => `https://${host}/`),
      { lookup: names.lookup },
    );
    expect(names.asked).toEqual(hosts);
    for (const [index, text] of texts.entries()) {
      expect(text).toContain(`egress_refused: ${hosts[index]} is refused`);
      expect(text).not.toMatch(/10\.0|127\.0|7f|ffff|64:|8\.8/);
    }
  });

  it('attack: error texts tell an outsider nothing about the inside', async () => {
    const open = await startTcp(() => {});
    const closed = await closedPort();
    const { lookup } = namesOf({ 'a.example.com': [['127.0.0.1']] });
    const urls = [open.port, closed].flatMap((port) => [
      `https://127.0.0.1:${port}/`,
      `https://a.example.com:${port}/`,
    ]);
    const texts = await refusedTexts(urls, { lookup });
    expect(texts[0]).toBe(texts[2]);
    expect(texts[1]).toBe(texts[3]);
    expect(texts[0]?.replace('127.0.0.1', 'a.example.com')).toBe(texts[1]);
    expect(open.connections()).toBe(0);
  });

  it('attack: rebinding, a name that resolves well first and badly second', async () => {
    const { port } = await startHttp((_request, response) => response.end('ok'));
    const { lookup, asked } = namesOf({
      'idp.test': [['127.0.0.1'], ['169.254.169.254']],
      'a.example.com': [['8.8.8.8'], ['::1']],
    });
    const egress = testEgress({ privateHosts: [`idp.test:${port}`], lookup });
    const answer = await egress.request({ url: `http://idp.test:${port}/` });
    expect(Buffer.from(answer.body).toString()).toBe('ok');
    expect(asked).toEqual(['idp.test']);
    egress.agent.destroy();
    expect(await egress.resolve('a.example.com', 443)).toEqual([{ address: '8.8.8.8', family: 4 }]);
    expect((await failureOf(egress.resolve('a.example.com', 443))).code).toBe('egress_refused');
    expect((await failureOf(egress.resolve('idp.test', port))).code).toBe('egress_refused');
  });

  it('attack: rebinding below the resolver: the address that was reached is checked before anything is sent', async () => {
    const received: Buffer[] = [];
    const { port, connections } = await startTcp((socket) => socket.on('data', (chunk) => received.push(chunk)));
    class Fooled extends OutboundPolicy {
      override async resolve() {
        return [{ address: '127.0.0.1', family: 4 as const }];
      }
    }
    const settings = parseEgressOptions();
    const agent = new PolicyAgent(new Fooled(settings), {
      ...settings,
      keepAlive: false,
      secureContext: () => tls.createSecureContext(),
    });
    const request = https.request({ host: 'a.example.com', port, agent }).end();
    const error = await new Promise<Error>((resolve) => {
      request.on('error', resolve);
    });
    expect(error).toMatchObject({ code: 'egress_refused' });
    await expect.poll(connections).toBe(1);
    expect(Buffer.concat(received).length).toBe(0);
  });

  it('attack: user@host', async () => {
    const texts = await refusedTexts([
      'https://github.com@a.example.com/',
      'https://user:canary@a.example.com/',
      'https://:canary@a.example.com/',
    ]);
    for (const text of texts) {
      expect(text).toMatch(/^egress_refused: .*user name/);
      expect(text).not.toContain('canary');
    }
  });

  it('attack: non-https', async () => {
    const urls = [
      'http://a.example.com/',
      'ftp://a.example.com/',
      'file:///etc/passwd',
      'data:,x',
      'javascript:1',
      'gopher://a/',
      'unix:/run/a',
    ];
    for (const text of await refusedTexts(urls)) expect(text).toMatch(/^egress_refused: .*https/);
    for (const url of ['', 'a.example.com', '//a.example.com/', 'https://', 'https://a..example.com/']) {
      expect((await failureOf(testEgress().request({ url }))).code).toBe('egress_refused');
    }
  });

  it.each([22, 25, 80, 465, 587, 1023, 2049, 5060, 6667, 10_080])('attack: odd ports: %d', async (port) => {
    const { lookup, asked } = namesOf({});
    const [text] = await refusedTexts([`https://a.example.com:${port}/`], { lookup });
    expect(text).toContain(`egress_refused: Port ${port} of a.example.com`);
    expect(asked).toEqual([]);
  });

  it('asks a public host at 443 and from 1024 up, or at the ports that are listed and no other', async () => {
    const { lookup, asked } = namesOf({});
    const ask = async (port: number, ports?: number[]) =>
      (
        await failureOf(
          testEgress({ lookup, ...(ports ? { ports } : {}) }).request({ url: `https://a.example.com:${port}/` }),
        )
      ).code;
    expect(await Promise.all([ask(443), ask(8443), ask(65_535), ask(22, [22])])).toEqual(
      Array(4).fill('provider_unavailable'),
    );
    expect(asked.length).toBe(4);
    expect(await Promise.all([ask(443, [8443]), ask(8443, [])])).toEqual(['egress_refused', 'egress_refused']);
  });

  it('attack: a redirect to the inside is not followed, and secrets are not forwarded', async () => {
    const inside = await startHttp((_request, response) => response.end());
    const { port } = await startHttp((_request, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:${inside.port}/canary` }).end();
    });
    const egress = testEgress({ privateHosts: ['127.0.0.1'] });
    const error = await failureOf(
      egress.request({ url: `http://127.0.0.1:${port}/`, headers: { authorization: 'canary' } }),
    );
    expect([error.code, error.cause?.status]).toEqual(['invalid_response', 302]);
    expect(error.hint).toContain('redirect');
    expect(JSON.stringify([error, error.cause])).not.toContain('canary');
    expect(inside.connections()).toBe(0);
  });
});

describe('privateHosts', () => {
  it('opens exactly what it names', async () => {
    const { port } = await startHttp((_request, response) => response.end('ok'));
    const egress = testEgress({ privateHosts: [`LOCALHOST:${port}`] });
    expect((await egress.request({ url: `http://localhost.:${port}/` })).status).toBe(200);
    for (const url of [
      `http://127.0.0.1:${port}/`,
      'https://localhost/',
      `http://a.localhost:${port}/`,
      'http://localhost/',
    ]) {
      expect((await failureOf(egress.request({ url }))).code).toBe('egress_refused');
    }
  });

  it('takes IPv6 addresses', async () => {
    const { port } = await startHttp((_request, response) => response.end('ok'), '::1');
    expect(
      (await testEgress({ privateHosts: [`[::1]:${port}`] }).request({ url: `http://[::1]:${port}/` })).status,
    ).toBe(200);
  });

  it('allows http on this machine only', async () => {
    const { lookup } = namesOf({ 'idp.test': [['10.0.0.1']], 'both.test': [['127.0.0.1', '10.0.0.1']] });
    const texts = await refusedTexts(['http://idp.test/', 'http://10.0.0.1/', 'http://both.test/'], {
      privateHosts: ['idp.test', '10.0.0.1', 'both.test'],
      lookup,
    });
    for (const text of texts) expect(text).toMatch(/^egress_refused: .*over http/);
  });

  it('attack: a named host that resolves to a metadata service stays refused, unless that very address is named', async () => {
    const { lookup } = namesOf({
      'idp.test': [['169.254.169.254']],
      'mapped.test': [['::ffff:169.254.169.254']],
      'ok.test': [['10.0.0.1']],
    });
    const privateHosts = ['idp.test', 'mapped.test', 'ok.test'];
    const egress = testEgress({ privateHosts, lookup });
    expect((await failureOf(egress.resolve('idp.test', 443))).code).toBe('egress_refused');
    expect((await failureOf(egress.resolve('mapped.test', 443))).code).toBe('egress_refused');
    expect(await egress.resolve('ok.test', 443)).toEqual([{ address: '10.0.0.1', family: 4 }]);
    const open = testEgress({ privateHosts: [...privateHosts, '169.254.169.254'], lookup });
    expect(await open.resolve('idp.test', 443)).toEqual([{ address: '169.254.169.254', family: 4 }]);
    expect(await open.resolve('169.254.169.254', 443)).toEqual([{ address: '169.254.169.254', family: 4 }]);
  });
});

describe('resolve', () => {
  it('gives addresses in the order of the resolver, at any port', async () => {
    const { lookup } = namesOf({ 'mail.example.com': [['2606:4700::1111', '8.8.8.8']] });
    expect(await testEgress({ lookup }).resolve('Mail.Example.com.', 587)).toEqual([
      { address: '2606:4700::1111', family: 6 },
      { address: '8.8.8.8', family: 4 },
    ]);
  });

  it.each([
    '127.0.0.1',
    '0x7f.1',
    '2130706433',
    '::1',
    '[::1]',
    'localhost',
    'mail',
    'a b',
    '',
    'user@a.example.com',
    'fe80::1%lo',
  ])('attack: refuses %j', async (host) => {
    expect((await failureOf(testEgress().resolve(host, 25))).code).toBe('egress_refused');
  });

  it('says that a name does not exist, and stops waiting for a resolver that does not answer', async () => {
    const unknown = await failureOf(testEgress({ lookup: namesOf({}).lookup }).resolve('a.example.com', 25));
    expect([unknown.code, unknown.cause?.code]).toEqual(['provider_unavailable', 'ENOTFOUND']);
    const empty = await failureOf(testEgress({ lookup: async () => [] }).resolve('a.example.com', 25));
    expect([empty.code, empty.cause?.code]).toEqual(['provider_unavailable', 'ENOTFOUND']);
    const silent = testEgress({ lookup: () => new Promise(() => {}), timeout: 20 });
    expect((await failureOf(silent.resolve('a.example.com', 25))).cause?.code).toBe('ETIMEDOUT');
  });
});

describe('the agent, as other clients use it', () => {
  it('attack: checks hosts, ports, sockets and certificates whatever the client asks for', async () => {
    const authority = await createAuthority();
    const { port, connections } = await startHttps(await authority.issue(['other.test']), (_request, response) =>
      response.end(),
    );
    const egress = testEgress({
      privateHosts: ['idp.test'],
      lookup: async () => [{ address: '127.0.0.1' }],
      ca: authority.ca,
    });
    const ask = (options: https.RequestOptions) =>
      new Promise<unknown>((resolve) => {
        https
          .request({ ...options, agent: egress.agent }, () => resolve('answered'))
          .on('error', resolve)
          .end();
      });
    const refused = { code: 'egress_refused' };
    expect(await ask({ host: '127.0.0.1', port })).toMatchObject(refused);
    expect(await ask({ host: '0x7f.1', port })).toMatchObject(refused);
    expect(await ask({ host: 'a.example.com', port: 22 })).toMatchObject(refused);
    expect(await ask({ host: 'a.example.com', port })).toMatchObject(refused);
    expect(await ask({ socketPath: '/run/missing.sock', host: 'idp.test', port })).toMatchObject(refused);
    expect(connections()).toBe(0);
    const careless = { rejectUnauthorized: false, checkServerIdentity: () => undefined };
    expect(await ask({ host: 'idp.test', port, ...careless })).toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    expect(await ask({ host: 'idp.test', port, servername: 'other.test' })).toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });
});
