import { once } from 'node:events';
import type { Server } from 'node:net';

/** A server that listens on 127.0.0.1. */
export interface Listening {
  readonly port: number;
  /** Stops listening and drops every connection; a second time it does nothing. */
  readonly close: () => Promise<void>;
}

/**
 * Lets a server listen on 127.0.0.1.
 *
 * @param drop closes every connection that is open
 * @param port default: any free one
 */
export async function listenOnLoopback(server: Server, drop: () => void, port = 0): Promise<Listening> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    port: address.port,
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      drop();
      await closed;
    },
  };
}
