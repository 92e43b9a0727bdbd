import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect as connectTls } from 'node:tls';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { issueCertificates } from '../tls.ts';
import { startGithub } from './server.ts';
import { startGithubTunnel } from './tunnel.ts';

it('leads GitHub names, and no others, to the fake', async () => {
  const https = await issueCertificates({ hosts: ['github.com', 'api.github.com'] });
  const github = await startGithub({ https });
  const tunnel = await startGithubTunnel(github.enterpriseUrl);
  onTestFinished(async () => {
    await tunnel.close();
    await github.close();
  });
  const open = async (path: string) => {
    const request = httpRequest(tunnel.proxy, { method: 'CONNECT', path }).end();
    const [response, socket] = await once(request, 'connect');
    return { status: response.statusCode, socket };
  };
  expect((await open('example.test:443')).status).toBe(502);
  const { status, socket } = await open('api.github.com:443');
  expect(status).toBe(200);
  const secure = connectTls({ socket, servername: 'api.github.com', ca: https.ca });
  secure.write('GET /user HTTP/1.1\r\nHost: api.github.com\r\nUser-Agent: test\r\nConnection: close\r\n\r\n');
  expect(await text(secure)).toMatch(/^HTTP\/1\.1 401 /);
  expect(github.calls.user).toBe(1);
});
