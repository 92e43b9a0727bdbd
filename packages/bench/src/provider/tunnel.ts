import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { listen } from './web-server.ts';
import { fixedHosts } from './world.ts';

export interface Tunnel {
  /** URL of the proxy. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * An HTTP proxy that hands tunnels to {@link fixedHosts} straight over to `target` (RFC 9110 §9.3.6): nothing is copied
 * from socket to socket, so that a tunnel costs nothing once it stands.
 */
export async function startTunnel(target: HttpsServer): Promise<Tunnel> {
  const server: Server = createServer((_request, response) => response.writeHead(405).end());
  const known = new Set<string | undefined>(fixedHosts.map((host) => `${host}:443`));
  server.on('connect', ({ url }, socket) => {
    socket.on('error', () => socket.destroy());
    if (!known.has(url)) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    target.emit('connection', socket);
  });
  const port = await listen(server);
  return {
    address: `http://127.0.0.1:${port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
