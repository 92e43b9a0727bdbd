import { once } from 'node:events';
import { createServer } from 'node:https';
import { deflateSync } from 'node:zlib';
import { issueCertificates } from '@jackfield/connector-test-kit/tls';
import { createEgress } from '@jackfield/egress';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLogo, storedLogo } from './logo.ts';

const svg = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1v1z"/></svg>';
const hostileSvg =
  '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script><a href="javascript:alert(1)"><path d="M0 0"/></a></svg>';

function png(width: number, height: number): Buffer {
  const header = Buffer.from('\x89PNG\r\n\x1A\n\0\0\0\rIHDR', 'latin1');
  const sides = Buffer.alloc(8);
  sides.writeUInt32BE(width, 0);
  sides.writeUInt32BE(height, 4);
  return Buffer.concat([header, sides, Buffer.from([8, 6, 0, 0, 0]), deflateSync(Buffer.alloc(8))]);
}

const answers: Record<string, { status?: number; headers?: Record<string, string>; body: string | Buffer }> = {
  '/logo.svg': { body: svg },
  '/hostile.svg': { body: hostileSvg },
  '/logo.png': { body: png(32, 32) },
  '/page.html': { body: '<html><script>alert(1)</script></html>' },
  '/large': { body: Buffer.alloc(70_000, 'a') },
  '/missing': { status: 404, body: svg },
  '/away': { status: 302, headers: { location: 'https://169.254.169.254/' }, body: '' },
};

let origin = '';
let egress: ReturnType<typeof createEgress>;
let requests = 0;
let close = (): void => {};

beforeAll(async () => {
  const { ca, key, cert } = await issueCertificates();
  const server = createServer({ key, cert }, (request, response) => {
    requests += 1;
    const { status = 200, headers = {}, body } = answers[request.url ?? ''] ?? { status: 500, body: '' };
    response.writeHead(status, headers).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('There is no port.');
  origin = `https://127.0.0.1:${address.port}`;
  egress = createEgress({ ca, privateHosts: [`127.0.0.1:${address.port}`] });
  close = () => {
    server.closeAllConnections();
    server.close();
  };
});
afterAll(async () => {
  await egress.close();
  close();
});

const read = (logo: string) => readLogo(egress, logo, 'metadata.logo');
const textOf = (logo: string) => Buffer.from(logo.split(',')[1] ?? '', 'base64').toString();

describe('a logo', () => {
  it('is fetched once from an https URL, and kept as a data URL', async () => {
    const before = requests;
    expect(textOf(await read(`${origin}/logo.svg`))).toBe(svg);
    expect(await read(`${origin}/logo.png`)).toBe(`data:image/png;base64,${png(32, 32).toString('base64')}`);
    expect(requests - before).toBe(2);
  });

  it('is taken from a data URL, however it is written, and stays what it is the next time', async () => {
    const base64 = Buffer.from(svg).toString('base64');
    const forms = [
      `data:image/svg+xml;base64,${base64}`,
      `data:image/svg+xml,${encodeURIComponent(svg)}`,
      `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`,
    ];
    const stored = await Promise.all(forms.map(read));
    expect(new Set(stored)).toEqual(new Set([`data:image/svg+xml;base64,${base64}`]));
    expect(stored[0]).toMatch(storedLogo);
    expect(await read(stored[0] ?? '')).toBe(stored[0]);
  });

  it.each([`/hostile.svg`, `data:image/svg+xml,${encodeURIComponent(hostileSvg)}`])(
    'attack: an SVG with script in it: %s',
    async (logo) => {
      const text = textOf(await read(logo.startsWith('/') ? origin + logo : logo));
      expect(text).not.toMatch(/script|alert|onload|javascript/);
      expect(text).toContain('<svg');
    },
  );

  it.each([
    ['a path', '/etc/passwd', 'invalid_metadata'],
    ['a relative path', './logo.svg', 'invalid_metadata'],
    ['a file URL', 'file:///etc/passwd', 'invalid_metadata'],
    ['http', 'http://127.0.0.1/logo.svg', 'invalid_metadata'],
    ['a script', 'javascript:alert(1)', 'invalid_metadata'],
    ['nothing', '', 'invalid_metadata'],
    ['HTML as data', 'data:text/html,<svg/>', 'invalid_metadata'],
    ['an SVG that is none', 'data:image/svg+xml,hello', 'invalid_metadata'],
    ['broken escapes', 'data:image/svg+xml,%E0%A4%A', 'invalid_metadata'],
    ['a PNG that is a bomb', `data:image/png;base64,${png(100_000, 100_000).toString('base64')}`, 'invalid_metadata'],
    ['data that is too large', `data:image/svg+xml,${'a'.repeat(70_000)}`, 'invalid_metadata'],
    ['credentials in the URL', 'https://user:pass@example.com/logo.svg', 'egress_refused'],
    ['the metadata service of a cloud', 'https://169.254.169.254/logo.svg', 'egress_refused'],
  ])('is never %s', async (_what, logo, code) => {
    await expect(read(logo)).rejects.toMatchObject({ code });
  });

  it.each([
    ['/page.html', 'invalid_metadata'],
    ['/missing', 'invalid_metadata'],
    ['/large', 'invalid_response'],
    ['/away', 'invalid_response'],
  ])('is not what %s answers', async (path, code) => {
    await expect(read(origin + path)).rejects.toMatchObject({ code });
  });
});
