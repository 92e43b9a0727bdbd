import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { listenOnLoopback } from '../loopback.ts';
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
export async function startLoopbackServer({ port, https }: LoopbackServerOptions = {}): Promise<LoopbackServer> {
  const server = https ? createHttpsServer({ key: https.key, cert: https.cert }) : createHttpServer();
  const listening = await listenOnLoopback(server, () => server.closeAllConnections(), port);
  return {
    origin: `${https ? 'https' : 'http'}://127.0.0.1:${listening.port}`,
    serve: (listener) => void server.on('request', listener),
    close: listening.close,
  };
}
