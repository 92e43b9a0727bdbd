import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../log.ts';

/** Times in milliseconds. */
export interface ShutdownOptions {
  /**
   * For which requests are still taken, while `/readyz` tells load balancers to send no more: a little longer than the
   * interval in which they ask. Default 0.
   */
  readonly delay?: number;
  /** For which requests in flight may go on after that. Default 10 s. */
  readonly deadline?: number;
}

/** Stops accepting, finishes the requests in flight, and cuts off those that are not done at the deadline. */
export async function shutDown(
  server: Server,
  sockets: ReadonlySet<Socket>,
  log: Log,
  { delay = 0, deadline = 10_000 }: ShutdownOptions = {},
): Promise<void> {
  if (delay > 0) await wait(delay);
  const closed = once(server, 'close');
  server.close();
  // Node counts a connection as busy until its first request: browsers open some in advance.
  for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  // Connections whose last response is done, and was begun before the client could be told not to keep them.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const late = setTimeout(() => {
    log('warn', 'server.cut', { connections: sockets.size });
    server.closeAllConnections();
  }, deadline);
  try {
    await closed;
  } finally {
    clearInterval(idle);
    clearTimeout(late);
  }
}
