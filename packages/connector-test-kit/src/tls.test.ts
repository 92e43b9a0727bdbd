import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer, get } from 'node:https';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Certificates, issueCertificates, type ServerCertificate } from './tls.ts';

let certificates: Certificates;
const cleanUps: (() => void)[] = [];

beforeAll(async () => {
  certificates = await issueCertificates();
});

afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

/** Serves with `served`, trusts the authority, and says how the request went: `ok`, or the error's code. */
async function connect(served: ServerCertificate, host = 'localhost'): Promise<string> {
  const server = createServer({ key: served.key, cert: served.cert }, (_request, response) => response.end('ok'));
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => server.close().closeAllConnections());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return new Promise((resolve) => {
    get({ host, port: address.port, family: 4, ca: certificates.ca, agent: false }, (response) => {
      response.setEncoding('utf8').on('data', resolve);
    }).on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

describe('issueCertificates', () => {
  it.each(['localhost', '127.0.0.1'])('issues a certificate that clients accept for %s', async (host) => {
    expect(await connect(certificates, host)).toBe('ok');
  });

  it('issues one that has expired', async () => {
    expect(await connect(certificates.expired)).toBe('CERT_HAS_EXPIRED');
  });

  it('issues one without an authority', async () => {
    expect(await connect(certificates.selfSigned)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  it('issues one for another host', async () => {
    expect(await connect(certificates.wrongHost)).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('issues a well-formed authority, and another one at every call', async () => {
    const authority = new X509Certificate(certificates.ca);
    expect(authority.ca).toBe(true);
    expect(authority.verify(authority.publicKey)).toBe(true);
    const server = new X509Certificate(certificates.cert);
    expect(server.ca).toBe(false);
    expect(server.checkIssued(authority)).toBe(true);
    expect(server.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1');
    const other = await issueCertificates();
    expect(server.verify(new X509Certificate(other.ca).publicKey)).toBe(false);
  });
});
