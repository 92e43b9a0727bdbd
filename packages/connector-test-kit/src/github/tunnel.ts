import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

const hosts = new Set(['github.com:443', 'api.github.com:443']);

/** A proxy that knows GitHub's own names. */
export interface GithubTunnel {
  /** For `proxy` of an outbound policy: `http://127.0.0.1:…`. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Starts an HTTP proxy on 127.0.0.1 whose tunnels (CONNECT) to `github.com` and `api.github.com` end at a fake GitHub, so
 * that the real addresses are exercised, without privileged ports and without touching the resolver.
 *
 * @param target origin of the fake, which has to speak https with a certificate for both names
 */
export async function startGithubTunnel(target: string): Promise<GithubTunnel> {
  const { port: targetPort } = new URL(target);
  const sockets = new Set<Duplex>();
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  });
  server.on('connect', ({ url = '' }, client: Duplex) => {
    if (!hosts.has(url)) {
      client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const upstream = connect(Number(targetPort), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    address: `http://127.0.0.1:${address.port}`,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
