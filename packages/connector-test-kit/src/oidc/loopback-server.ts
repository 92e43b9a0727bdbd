import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { ServerCertificate } from '../tls.ts';

export interface LoopbackServerOptions {
  /** Default: any free one. */
  port?: number;
  /** Speak https with this certificate; `issueCertificates()` of `@jackfield/connector-test-kit/tls` makes one. */
  https?: ServerCertificate;
}

export interface LoopbackServer {
  /** Such as `http://127.0.0.1:49152`. */
  readonly origin: string;
  /** Who answers; until then requests wait. */
  serve(listener: RequestListener): void;
  /** Stops listening and drops every connection. */
  close: () => Promise<void>;
}

/** Listens on 127.0.0.1. */
export async function startLoopbackServer({ port = 0, https }: LoopbackServerOptions = {}): Promise<LoopbackServer> {
  const server = https ? createHttpsServer({ key: https.key, cert: https.cert }) : createHttpServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    origin: `${https ? 'https' : 'http'}://127.0.0.1:${address.port}`,
    serve: (listener) => void server.on('request', listener),
    async close() {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
