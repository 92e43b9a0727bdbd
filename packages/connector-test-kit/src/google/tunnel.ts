import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface Tunnel {
  /** URL of the proxy, to be used for every host. */
  readonly proxy: string;
  /** Stops listening and drops every connection. */
  close(): Promise<void>;
}

/**
 * Starts an HTTP proxy on 127.0.0.1 that leads connections to port 443 of `hosts` to a local port instead (RFC 9110
 * §9.3.6), so that a client talks to a fake under the very names of the service. Any other host is refused.
 */
export async function startTunnel(hosts: readonly string[], port: number): Promise<Tunnel> {
  const server = createServer((_request, response) => response.writeHead(405).end());
  const sockets = new Set<Duplex>();
  const keep = (socket: Duplex): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
  };
  server.on('connect', ({ url }, client) => {
    keep(client);
    if (!hosts.some((host) => url === `${host}:443`)) return void client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const upstream: Socket = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    keep(upstream);
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    proxy: `http://127.0.0.1:${address.port}`,
    async close() {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
