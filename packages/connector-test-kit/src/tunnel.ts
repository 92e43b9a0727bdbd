import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { listenOnLoopback } from './loopback.ts';

/** An HTTP proxy on 127.0.0.1 behind which the hosts of a service are a fake's. */
export interface Tunnel {
  /** `http://127.0.0.1:…`, for the `proxy` of an outbound policy. */
  readonly proxy: string;
  /** Stops listening and drops every connection. */
  close(): Promise<void>;
}

/**
 * Starts an HTTP proxy on 127.0.0.1 that leads tunnels (CONNECT, RFC 9110 §9.3.6) to a local port, so that a client talks to
 * a fake under the very names of a service, without privileged ports and without touching the resolver.
 *
 * @param leads whether there is a tunnel to this host and port, such as `api.example.com:443`; any other is answered 502
 * @param port where every tunnel ends on 127.0.0.1
 */
export async function startTunnel(leads: (authority: string) => boolean, port: number): Promise<Tunnel> {
  const server = createServer((_request, response) => response.writeHead(405).end());
  const clients = new Set<Duplex>();
  server.on('connect', ({ url = '' }, client: Duplex, head: Buffer) => {
    clients.add(client);
    client.on('error', () => client.destroy()).on('close', () => clients.delete(client));
    if (leads(url)) join(client, head, port);
    else client.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n');
  });
  const listening = await listenOnLoopback(server, () => {
    server.closeAllConnections();
    for (const client of clients) client.destroy();
  });
  return { proxy: `http://127.0.0.1:${listening.port}`, close: listening.close };
}

/** @param head what the client has sent before it had its answer */
function join(client: Duplex, head: Buffer, port: number): void {
  const upstream = connect(port, '127.0.0.1', () => {
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    upstream.write(head);
    upstream.pipe(client).pipe(upstream);
  });
  upstream.on('error', () => client.destroy());
  upstream.on('close', () => client.destroy());
  client.on('close', () => upstream.destroy());
}
