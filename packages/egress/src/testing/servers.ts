import { EventEmitter, once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net, { type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { Identity } from './certificates.ts';

/** A server on a free port of this machine, stopped with the test. */
export interface TestServer {
  readonly port: number;
  /** Connections accepted so far. */
  readonly connections: () => number;
}

export type Handler = http.RequestListener;

export function startHttp(handler: Handler, host = '127.0.0.1'): Promise<TestServer> {
  return start(http.createServer(handler), host);
}

export function startHttps(identity: Identity, handler: Handler, host = '127.0.0.1'): Promise<TestServer> {
  return start(https.createServer({ ...identity }, handler), host);
}

/** A server that says what it is told to, byte by byte. */
export function startTcp(onConnection: (socket: Socket) => void): Promise<TestServer> {
  return start(net.createServer(onConnection), '127.0.0.1');
}

/** A server that answers every connection's first bytes with `answer`, and then closes it or leaves it open. */
export function startRaw(answer: string | Buffer, end: 'close' | 'keep' | 'reset'): Promise<TestServer> {
  return startTcp((socket) =>
    socket.once('data', () => {
      if (end === 'close') socket.end(answer);
      else socket.write(answer, () => end === 'reset' && socket.resetAndDestroy());
    }),
  );
}

export interface TestProxy extends TestServer {
  /** What it was asked for. */
  readonly requests: http.IncomingMessage[];
  /** When a client has gone away. */
  readonly clientClosed: Promise<unknown>;
}

/** A proxy that opens tunnels to `target`, whatever name it is asked for. */
export async function startProxy(
  target: number,
  options: { status?: number; silent?: boolean } = {},
): Promise<TestProxy> {
  const requests: http.IncomingMessage[] = [];
  const events = new EventEmitter();
  const clientClosed = once(events, 'close');
  const server = http.createServer();
  server.on('connect', (request: http.IncomingMessage, client: Duplex) => {
    requests.push(request);
    client
      .on('error', () => {})
      .on('close', () => events.emit('close'))
      .on('end', () => client.end());
    if (options.silent) {
      client.resume();
      return;
    }
    if (options.status !== undefined) {
      client.end(`HTTP/1.1 ${options.status} No\r\n\r\n`);
      return;
    }
    const upstream = net.connect(target, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  return { ...(await start(server, '127.0.0.1')), requests, clientClosed };
}

/** A port of this machine at which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const port = portOf(server);
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

async function start(server: net.Server, host: string): Promise<TestServer> {
  const sockets = new Set<Socket>();
  let count = 0;
  server.on('connection', (socket: Socket) => {
    count += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, host, resolve);
  });
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  return { port: portOf(server), connections: () => count };
}

function portOf(server: net.Server): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server does not listen');
  return address.port;
}
