import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { type LoopbackServerOptions, startLoopbackServer } from './loopback-server.ts';

/** A request that should never have been made. */
export interface TrappedRequest {
  method: string;
  path: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface TrapServerOptions extends LoopbackServerOptions {
  /** JSON documents to answer with, by path; `{}` at any other. */
  documents?: Readonly<Record<string, unknown>>;
}

/** A server that nobody ought to call. */
export interface TrapServer {
  readonly origin: string;
  readonly requests: readonly TrappedRequest[];
  /** Whether any request carried this value: in its URL, a header, Basic credentials or the body, encoded or not. */
  saw(secret: string): boolean;
  /** Forgets what it has seen. */
  reset(): void;
  close(): Promise<void>;
}

/** Starts a server on 127.0.0.1 that records what it is sent, for redirects and addresses that must not be followed. */
export async function startTrapServer({ documents = {}, ...options }: TrapServerOptions = {}): Promise<TrapServer> {
  const requests: TrappedRequest[] = [];
  const server = await startLoopbackServer(options);
  server.serve(async (request, response) => {
    const trapped = { method: request.method ?? '', path: request.url ?? '', headers: plainHeaders(request) };
    requests.push({ ...trapped, body: await text(request) });
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(documents[trapped.path] ?? {}));
  });
  return {
    origin: server.origin,
    requests,
    saw: (secret) => requests.some((request) => carries(request, secret)),
    reset: () => void requests.splice(0),
    close: server.close,
  };
}

const plainHeaders = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(request.headersDistinct).map(([name, values]) => [name, values?.join(', ') ?? '']));

function carries({ path, headers, body }: TrappedRequest, secret: string): boolean {
  const basic = /^Basic (.*)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  const places = [path, ...Object.values(headers), Buffer.from(basic, 'base64').toString(), body];
  return places.some((place) => place.includes(secret) || decodeForm(place).includes(secret));
}

function decodeForm(place: string): string {
  try {
    return decodeURIComponent(place.replaceAll('+', ' '));
  } catch {
    return '';
  }
}
