import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { problemResponse } from '../api/problem.ts';
import type { HostContext } from '../context.ts';
import { HostError } from '../host-error.ts';
import { randomId } from '../tokens.ts';
import { guardBody, limitBody } from './bodies.ts';
import { shutDown, type ShutdownOptions } from './shutdown.ts';

/** What is known of a request besides itself. */
export interface RequestInfo {
  /** Address of the other end of the connection: of the client, or of a proxy. */
  readonly remoteAddress: string | undefined;
}

export type Fetch = (request: Request, info: RequestInfo) => Response | Promise<Response>;

/** What a client may cost. Times in milliseconds. */
export interface ServerLimits {
  /** Until the headers of a request are complete. Default 10 s. */
  readonly headersTimeout: number;
  /** Until the whole request is. Default 30 s. */
  readonly requestTimeout: number;
  /** For which an idle connection is kept; longer than a load balancer keeps its own (mostly 60 s). Default 65 s. */
  readonly keepAliveTimeout: number;
  /** For which a connection may be silent while it is in use. Default 2 minutes. */
  readonly silenceTimeout: number;
  /** Bytes of a request's headers. Default 16 KiB. */
  readonly headerBytes: number;
  /** Bytes of a request's body. Default 1 MiB. */
  readonly bodyBytes: number;
}

export interface ServerOptions {
  readonly fetch: Fetch;
  /** 0: any free one. */
  readonly port: number;
  /** The address to listen on. Default `127.0.0.1`: only this machine. */
  readonly host?: string;
  readonly limits?: Partial<ServerLimits>;
}

/** A server that listens. */
export interface HostServer {
  readonly port: number;
  /** Finishes the requests in flight and takes no new ones. Let `/readyz` say no before that. */
  close(options?: ShutdownOptions): Promise<void>;
}

/** What Node has of a request and its answer. */
interface Connection {
  readonly incoming: Pick<IncomingMessage, 'headers' | 'socket'>;
  readonly outgoing: { destroy(): unknown };
}

const defaultLimits: ServerLimits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  silenceTimeout: 120_000,
  headerBytes: 16 * 1024,
  bodyBytes: 1024 * 1024,
};

/**
 * Serves over HTTP/1.1; TLS is the reverse proxy's.
 *
 * @throws `invalid_request` when the port is taken or may not be used
 */
export async function startServer(
  context: Pick<HostContext, 'log' | 'random'>,
  { fetch, port, host = '127.0.0.1', limits: changes }: ServerOptions,
): Promise<HostServer> {
  const limits = { ...defaultLimits, ...changes };
  const state = { isClosing: false };
  const answer = createAnswer(context, fetch, limits);
  const server = createServer(
    {
      headersTimeout: limits.headersTimeout,
      requestTimeout: limits.requestTimeout,
      keepAliveTimeout: limits.keepAliveTimeout,
      maxHeaderSize: limits.headerBytes,
      connectionsCheckingInterval: Math.min(limits.headersTimeout, 2000),
    },
    getRequestListener(
      async (request, connection) => {
        const response = await answer(request, connection);
        const { outgoing } = connection;
        if (state.isClosing && !outgoing.headersSent) outgoing.setHeader('connection', 'close');
        return response;
      },
      { overrideGlobalObjects: false },
    ),
  );
  server.setTimeout(limits.silenceTimeout);
  const sockets = trackSockets(server);
  await listen(server, port, host);
  const address = server.address();
  let closing: Promise<void> | undefined;
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close(options) {
      state.isClosing = true;
      closing ??= shutDown(server, sockets, context.log, options);
      return closing;
    },
  };
}

/** What throws is answered as a problem; nothing of it reaches the client. */
function createAnswer(
  { log, random }: Pick<HostContext, 'log' | 'random'>,
  fetch: Fetch,
  { bodyBytes }: ServerLimits,
): (request: Request, connection: Connection) => Promise<Response> {
  return async (request, { incoming, outgoing }) => {
    try {
      const limited = limitBody(request, incoming.headers, bodyBytes);
      const { remoteAddress } = incoming.socket;
      const response = await fetch(limited, { remoteAddress });
      return guardBody(response, (error) => {
        log('error', 'response.broken', { error });
        outgoing.destroy();
      });
    } catch (error) {
      return problemResponse(error, { requestId: randomId(random), log });
    }
  };
}

function trackSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    const code: unknown = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    throw new HostError('invalid_request', { hint: `Port ${port} on ${host} ${listenProblem(code)}`, cause });
  }
}

function listenProblem(code: unknown): string {
  if (code === 'EADDRINUSE') return 'is in use by another program. End that, or choose another port.';
  if (code === 'EACCES') return 'may not be used by this user. Choose a port above 1023.';
  return 'cannot be listened on. Choose an address of this machine.';
}
