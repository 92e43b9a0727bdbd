import { generateKeyPairSync } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { createSecureContext, type SecureContext } from 'node:tls';
import { listenOnLoopback } from '../loopback.ts';
import type { Certificates, ServerCertificate } from '../tls.ts';
import { startTunnel, type Tunnel } from '../tunnel.ts';
import { createCertificate } from '../x509.ts';
import type { TwilioVariant } from './variants.ts';

/** A tunnel behind which Twilio's hosts are the fake's. */
export interface Front extends Tunnel {
  /** PEM of the authority behind the certificates of Twilio's hosts. */
  readonly ca: string;
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
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.on('connection', (socket) => {
    if (variant() === 'drop-connection') socket.destroy();
  });
  const listening = await listenOnLoopback(server, () => server.closeAllConnections());
  const leads = (target: string) => twilioHost.test(target) && variant() !== 'proxy-refuses';
  const tunnel = await startTunnel(leads, listening.port);
  return {
    proxy: tunnel.proxy,
    ca: `${authority.certificate}${certificates.ca}`,
    async close() {
      await Promise.all([tunnel.close(), listening.close()]);
    },
  };
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
