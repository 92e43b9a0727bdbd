import { once } from 'node:events';
import { get, request } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listenOnLoopback } from './loopback.ts';
import { startTunnel } from './tunnel.ts';

const host = 'api.example.test:443';

/** A tunnel to a server that does this with a connection. */
async function start(serve: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    serve(socket);
  });
  const target = await listenOnLoopback(server, () => sockets.forEach((socket) => socket.destroy()));
  const tunnel = await startTunnel((authority) => authority === host, target.port);
  onTestFinished(async () => {
    await tunnel.close();
    await target.close();
  });
  return { tunnel, target };
}

const echo = (socket: Socket): void => void socket.pipe(socket);

async function open(proxy: string, authority = host): Promise<{ status: number; socket: Socket }> {
  const asking = request(proxy, { method: 'CONNECT', path: authority, agent: false }).end();
  const [{ statusCode: status }, socket] = await once(asking, 'connect');
  return { status, socket };
}

describe('a tunnel', () => {
  it('leads to the port, for the hosts that it knows', async () => {
    const { tunnel } = await start(echo);
    const { status, socket } = await open(tunnel.proxy);
    expect(status).toBe(200);
    socket.end('hello');
    expect(await text(socket)).toBe('hello');
  });

  it.each(['other.example.test:443', 'api.example.test:80', 'api.example.test'])(
    'does not lead to %s',
    async (other) => {
      const { tunnel } = await start(() => expect.fail('something came through'));
      const { status, socket } = await open(tunnel.proxy, other);
      expect(status).toBe(502);
      expect(await text(socket)).toBe('');
    },
  );

  it('is all that the proxy offers: it forwards no request', async () => {
    const { tunnel } = await start(() => expect.fail('something came through'));
    const [response] = await once(get(tunnel.proxy, { path: 'http://api.example.test/', agent: false }), 'response');
    response.resume();
    expect(response.statusCode).toBe(405);
  });

  it('keeps what the client sends before it has its answer', async () => {
    const { tunnel } = await start(echo);
    const socket = connect(Number(new URL(tunnel.proxy).port), '127.0.0.1');
    socket.end(`CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\nearly`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 .*\r\n\r\nearly$/s);
  });

  it('ends with the connection behind it', async () => {
    const { tunnel } = await start((socket) => socket.destroy());
    const { socket } = await open(tunnel.proxy);
    expect(await text(socket)).toBe('');
  });

  it('drops the client when nothing listens behind it', async () => {
    const { tunnel, target } = await start(echo);
    await target.close();
    await expect(open(tunnel.proxy)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('drops every connection when it closes, and can be closed twice', async () => {
    const { tunnel } = await start(echo);
    const { socket } = await open(tunnel.proxy);
    const closed = once(socket, 'close');
    socket.on('error', () => {}).resume();
    await tunnel.close();
    await tunnel.close();
    await closed;
    await expect(open(tunnel.proxy)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
