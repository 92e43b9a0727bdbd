import { once } from 'node:events';
import { issueCertificates } from '@jackfield/connector-test-kit/tls';
import { Counter } from './counter.ts';
import { startMailServer } from './mail-server.ts';
import { startTunnel } from './tunnel.ts';
import { startWebServer } from './web-server.ts';
import { type Counts, fixedHosts, type World } from './world.ts';

/** Every provider that is measured against. */
export interface Provider {
  readonly world: World;
  /** Since the last {@link resetCounts}. */
  readonly counts: Counts;
  resetCounts(): void;
  close(): Promise<void>;
}

/**
 * Starts GitHub, Google, OpenID Connect and plain OAuth 2.0 providers, Twilio and a mail server, on 127.0.0.1. They do as
 * little as a right answer takes, so that their own cost is small and always the same.
 */
export async function startProvider(): Promise<Provider> {
  const certificates = await issueCertificates({ hosts: ['127.0.0.1', 'localhost', ...fixedHosts] });
  const counter = new Counter();
  const { server, origin } = await startWebServer(certificates, counter);
  const tunnel = await startTunnel(server);
  const mail = await startMailServer(certificates, counter);
  return {
    world: {
      origin,
      ca: certificates.ca,
      proxy: tunnel.address,
      mail: { host: '127.0.0.1', port: mail.port, user: 'mailer', password: 'correct-horse' },
    },
    get counts() {
      return counter.counts;
    },
    resetCounts: () => counter.reset(),
    async close() {
      server.close();
      server.closeAllConnections();
      await Promise.all([once(server, 'close'), tunnel.close(), mail.close()]);
    },
  };
}
