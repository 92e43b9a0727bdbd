import { type IncomingHttpHeaders, type IncomingMessage, request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** What became of a request, as its client sees it. */
export type Reply =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string }
  /** Nobody listened: the request was never sent. */
  | { readonly kind: 'not sent' }
  | { readonly kind: 'connection lost' }
  | { readonly kind: 'no answer' };

/** Milliseconds in which a host must answer, also while its database is away. */
export const longestAnswer = 30_000;

/** Sends a request on a connection of its own, once. */
export async function sendOnce({ method, url, headers, body }: HttpRequest): Promise<Reply> {
  const signal = AbortSignal.timeout(longestAnswer);
  const connection = { isOpen: false };
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const request = httpRequest(url, { method, headers: { ...headers }, agent: false, signal });
      request.on('error', reject);
      request.on('socket', (socket) => {
        socket.once('connect', () => {
          connection.isOpen = true;
        });
      });
      request.on('response', resolve);
      request.end(body);
    });
    return { kind: 'answer', status: response.statusCode ?? 0, headers: response.headers, text: await text(response) };
  } catch {
    if (signal.aborted) return { kind: 'no answer' };
    return { kind: connection.isOpen ? 'connection lost' : 'not sent' };
  }
}
