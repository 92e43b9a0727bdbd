import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createProxy, type RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Certificates, ServerCertificate } from '../tls.ts';
import { createCertificate } from '../x509.ts';
import type { TwilioVariant } from './variants.ts';

/** A proxy on loopback behind which Twilio's hosts are the fake's. */
export interface Front {
  /** `http://127.0.0.1:<port>`, for the `proxy` of an outbound policy. */
  readonly proxy: string;
  /** PEM of the authority behind the certificates of Twilio's hosts. */
  readonly ca: string;
  close(): Promise<void>;
}

const twilioHost = /^[a-z0-9-]+(?:\.[a-z0-9-]+){0,2}\.twilio\.com:443$/;

/** Starts the proxy; tunnels to `*.twilio.com` end at `listener`, behind TLS, as they do at the real hosts. */
export async function startFront(
  listener: RequestListener,
  variant: () => TwilioVariant,
  certificates: Certificates,
): Promise<Front> {
  const authority = createAuthority();
  const hostsOwn = new Map<string, SecureContext>();
  const contextFor = (host: string): SecureContext => {
    const bad = badCertificates(certificates)[variant()];
    if (bad !== undefined) return createSecureContext(bad);
    const context = hostsOwn.get(host) ?? createSecureContext(authority.issue(host));
    hostsOwn.set(host, context);
    return context;
  };
  const server = createServer({ SNICallback: (host, done) => done(null, contextFor(host)) }, listener);
  // One request for each connection, so that a variant of the connection holds from the next request on.
  server.maxRequestsPerSocket = 1;
  const sockets = new Set<Duplex>();
  const proxy = createProxy((_request, response) => response.writeHead(405).end());
  proxy.on('connect', ({ url = '' }, socket, head) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy()));
    if (!twilioHost.test(url) || variant() === 'proxy-refuses') {
      socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    if (variant() === 'drop-connection') socket.destroy();
    else tunnel(server, socket, head);
  });
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    proxy: `http://127.0.0.1:${address.port}`,
    ca: `${authority.certificate}${certificates.ca}`,
    async close() {
      if (!proxy.listening) return;
      proxy.close();
      proxy.closeAllConnections();
      for (const socket of sockets) socket.destroy();
      await once(proxy, 'close');
    },
  };
}

/** Hands a tunnel's connection to the server behind it. */
function tunnel(server: ReturnType<typeof createServer>, socket: Duplex, head: Buffer): void {
  if (head.length > 0) socket.unshift(head);
  server.emit('connection', socket);
}

function badCertificates(all: Certificates): Readonly<Partial<Record<TwilioVariant, ServerCertificate>>> {
  return {
    'certificate-expired': all.expired,
    'certificate-self-signed': all.selfSigned,
    'certificate-wrong-host': all.wrongHost,
  };
}

/** An authority that vouches for any host, with one key for all of them. */
function createAuthority(): { certificate: string; issue(host: string): ServerCertificate } {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const day = 24 * 60 * 60 * 1000;
  const common = {
    issuer: 'Jackfield test authority for Twilio',
    issuerKey: keys.privateKey,
    publicKey: keys.publicKey,
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + 7 * day),
  };
  const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return {
    certificate: createCertificate({ ...common, subject: common.issuer, authority: true }),
    issue: (host) => ({ key, cert: createCertificate({ ...common, subject: host, hosts: [host] }) }),
  };
}
